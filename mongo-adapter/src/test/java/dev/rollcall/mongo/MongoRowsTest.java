package dev.rollcall.mongo;

import static dev.rollcall.mongo.TestDatabase.OWNER;
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
  void thePlanTellsWhoMayWriteAndHowRowsOfEarlierReleasesAreTakenOver() {
    assertThat(TARGET.plan(schema("user_id", "name")).notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains(
                        "another pipeline is refused; rollcall_definitions",
                        "db.grantPrivilegesToRole(\"ROLE\", [{resource: {db: \"users_db\","))
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains("in place of the 1")
                    .endsWith(
                        "db.getSiblingDB(\"users_db\").getCollection(\"users\").updateMany("
                            + "{\"rollcall.version\": {\"$exists\": true}}, "
                            + "{\"$rename\": {\"rollcall.version\": \"rollcall.row\"}, "
                            + "\"$set\": {\"rollcall.definition\": 1, "
                            + "\"rollcall.recordTime\": ISODate(\"1970-01-01T00:00:00.000Z\"), "
                            + "\"rollcall.deleted\": false}}, "
                            + "{\"writeConcern\": {\"w\": \"majority\"}})"));
    assertThat(TARGET.shared().plan(schema("user_id", "name")).notes())
        .anySatisfy(note -> assertThat(note).startsWith("several pipelines may write it"));
  }

  @Test
  void theCollectionOfDefinitionsIsNoCollectionOfRows() {
    MongoRows definitions =
        MongoRows.database("users_db")
            .collection("rollcall_definitions")
            .connectionString("mongodb://db1");

    assertThatThrownBy(() -> definitions.plan(schema("user_id", "name")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("which Rollcall keeps for itself");
  }

  @Test
  void theLoginAndAllOptionsAreHidden() {
    assertThat(TARGET)
        .hasToString("mongodb:users_db.users[mongodb+srv://[hidden]@cluster.example.net]");
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    MongoRows faulty = MongoRows.database("").collection("");

    assertThatThrownBy(() -> faulty.open(schema("user_id", "rollcall"), OWNER))
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
    assertThat(TARGET)
        .isNotEqualTo(MongoRows.database("users_db").collection("users"))
        .isNotEqualTo(TARGET.shared());
    assertThat(TARGET.shared())
        .isEqualTo(TARGET.shared().shared())
        .hasSameHashCodeAs(TARGET.shared())
        .hasToString(TARGET.toString());
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
