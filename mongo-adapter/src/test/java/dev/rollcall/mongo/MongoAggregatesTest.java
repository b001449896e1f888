package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MongoAggregatesTest {

  private static final String LOGIN = "mongodb://ada:s3cret@db1:27017,db2:27018/?authSource=admin";
  private static final MongoAggregates TARGET =
      MongoAggregates.database("users_db").connectionString(LOGIN);

  @Test
  void thePlanTouchesNoServerAndNamesTheCollections() {
    SinkPlan plan = TARGET.plan(List.of(table("by_gender", "count"), table("by_country", "count")));

    assertThat(plan.target()).isEqualTo("mongodb:users_db");
    assertThat(plan.guarantee()).contains("exactly once", "revision");
    assertThat(plan.ddl()).isEmpty();
    assertThat(plan.notes()).first().asString().contains("by_gender, by_country");
  }

  @Test
  void theLoginIsHidden() {
    assertThat(TARGET)
        .hasToString("mongodb:users_db[mongodb://[hidden]@db1:27017,db2:27018]")
        .extracting(Object::toString)
        .asString()
        .doesNotContain("ada", "s3cret", "admin");
    assertThat(TARGET.plan(List.of()).toString()).doesNotContain("ada", "s3cret");
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    MongoAggregates faulty =
        MongoAggregates.database("users.db").connectionString("mongo://ada:s3cret@host");

    assertThatThrownBy(
            () ->
                faulty.plan(
                    List.of(
                        table("ok", "rollcall"),
                        table("ok", "_id"),
                        table("system.users", "count"),
                        table("a$b", "count"))))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.problems()).hasSize(7);
              assertThat(e.problems())
                  .anySatisfy(fault -> assertThat(fault).contains("users.db"))
                  .anySatisfy(fault -> assertThat(fault).contains("connectionString ([hidden])"))
                  .anySatisfy(fault -> assertThat(fault).contains("'rollcall'", "reserved"))
                  .anySatisfy(fault -> assertThat(fault).contains("'_id'", "reserved"))
                  .anySatisfy(fault -> assertThat(fault).contains("'ok' is declared twice"))
                  .anySatisfy(fault -> assertThat(fault).contains("system.users"))
                  .anySatisfy(fault -> assertThat(fault).contains("a$b"));
              assertThat(e.getMessage()).doesNotContain("ada", "s3cret");
            });
  }

  @Test
  void aConnectionStringIsRequired() {
    MongoAggregates nowhere = MongoAggregates.database("users_db");

    assertThat(nowhere).hasToString("mongodb:users_db[no connectionString]");
    assertThatThrownBy(() -> nowhere.open(List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no connectionString is given");
    assertThatThrownBy(nowhere::read).isInstanceOf(ConfigurationException.class);
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
    assertThat(TARGET).isNotEqualTo(MongoAggregates.database("users_db"));
  }

  @Test
  void aMomentThatMongoDbCannotHoldIsShownAsTheNearestAndEndsNoRun() {
    Aggregation.Table table =
        new Aggregation.Table("t", List.of(), List.of(Column.of("last", ColumnType.TIMESTAMP)));
    AggregateStore.Write write =
        new AggregateStore.Write(
            new AggregateKey("p", "t", List.of(), null),
            null,
            "r",
            new byte[0],
            Map.of("last", Instant.MAX));

    assertThat(
            new DocumentLayout(table)
                .document(new MongoErrors("x", ServerReports.none()), write)
                .getDateTime("last")
                .getValue())
        .isEqualTo(Long.MAX_VALUE);
  }

  private static Aggregation.Table table(String name, String measure) {
    return new Aggregation.Table(
        name,
        List.of(Column.of("gender", ColumnType.STRING)),
        List.of(Column.of(measure, ColumnType.INT64)));
  }
}
