package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class MongoRowsTest {

  private static final MongoRows TARGET =
      MongoRows.database("users_db")
          .collection("users")
          .connectionString("mongodb+srv://ada:s3cret@cluster.example.net/?tlsCertificateKey=key");

  @Test
  void collectionsOfOneNameInTwoClustersAreTwoByTheirQualifiedNames() {
    MongoRows rows = MongoRows.database("users_db").collection("users");

    assertThat(rows.connectionString("mongodb://ada:s3cret@db1").qualifiedName())
        .isEqualTo("mongodb:users_db.users@db1");
    assertThat(rows.connectionString("mongodb://db2:27018").qualifiedName())
        .isEqualTo("mongodb:users_db.users@db2:27018");
  }

  @Test
  void thePlanTellsTheGuaranteeAndWhatIsStoredDifferently() {
    SinkPlan plan = TARGET.plan(schema("user_id", "name"));

    assertThat(plan.target()).isEqualTo("mongodb:users_db.users");
    assertThat(plan.guarantee()).contains("exactly once", "older version");
    assertThat(plan.notes())
        .anySatisfy(note -> assertThat(note).contains("'user_id' is stored as _id"))
        .anySatisfy(note -> assertThat(note).contains("'wide' is stored as text"));
  }

  @Test
  void theLoginAndAllOptionsAreHidden() {
    assertThat(TARGET)
        .hasToString("mongodb:users_db.users[mongodb+srv://[hidden]@cluster.example.net]");
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    MongoRows faulty = MongoRows.database("").collection("");

    assertThatThrownBy(() -> faulty.open(schema("user_id", "rollcall")))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(4));
  }

  @Test
  void aKeyMayBeCalledByTheNameOfTheIdAndNoOtherColumn() {
    assertThat(TARGET.plan(schema("_id", "name")).ddl()).isEmpty();
    assertThatThrownBy(() -> TARGET.plan(schema("user_id", "_id")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'_id' has a name that is reserved");
  }

  @Test
  void itTravelsToAnotherJvmAsItIs() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(TARGET);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(TARGET).hasSameHashCodeAs(TARGET);
    }
    assertThat(TARGET).isNotEqualTo(MongoRows.database("users_db").collection("users"));
  }

  private static Schema schema(String key, String other) {
    return Schema.of(
        List.of(
            Column.of(key, ColumnType.UUID),
            Column.of(other, ColumnType.STRING),
            Column.decimal("wide", 35, 0)),
        key);
  }
}
