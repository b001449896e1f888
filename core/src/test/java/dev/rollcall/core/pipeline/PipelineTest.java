package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PipelineTest {

  private static final InMemoryRows ROWS = InMemoryRows.named("PipelineTest");
  private static final InMemoryAggregates AGGREGATES = InMemoryAggregates.named("PipelineTest");

  @Test
  void allFaultsOfADefinitionAreReportedAtOnce() {
    PipelineBuilder faulty =
        Pipeline.named("guest list")
            .records(Guests.TYPE)
            .version(0)
            .rows(ROWS)
            .rows(ROWS, "idd", "contry")
            .aggregate(Guests.byCountry().sum("agee"))
            .aggregate(Aggregation.named("empty"))
            .onError(ErrorPolicy.deadLetter().withMaxErrors(3));
    assertThatThrownBy(faulty::build)
        .asInstanceOf(type(ConfigurationException.class))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("name: got 'guest list'"),
                        fault -> assertThat(fault).contains("aggregate: no measures"),
                        fault ->
                            assertThat(fault)
                                .isEqualTo("sink 'memory:PipelineTest' is declared twice"),
                        fault -> assertThat(fault).endsWith("no column 'idd'; did you mean 'id'?"),
                        fault ->
                            assertThat(fault)
                                .endsWith("no column 'contry'; did you mean 'country'?"),
                        fault ->
                            assertThat(fault).endsWith("no column 'agee'; did you mean 'age'?"),
                        fault ->
                            assertThat(fault).startsWith("into: the aggregations have no store"),
                        fault -> assertThat(fault).startsWith("version: got 0"),
                        fault ->
                            assertThat(fault).startsWith("onError: there are no deadLetters")));
  }

  @Test
  void faultsOfStepsAreReportedWithTheStep() {
    PipelineBuilder faulty =
        definition()
            .rows(ROWS)
            .personal(PersonalData.drop().only("emal", "fone", "id"))
            .derived("age", ColumnType.INT64, (row, time) -> 1L)
            .derived("not a name", ColumnType.INT64, (row, time) -> 1L);
    assertThatThrownBy(faulty::build)
        .hasMessageContaining("no column 'emal'; did you mean 'email'?")
        .hasMessageContaining("no column 'fone'")
        .hasMessageContaining("derived age INT64: column 'age' is declared twice")
        .hasMessageContaining("derived: column name: got 'not a name'");
  }

  @Test
  void aDefinitionWithNothingToDoIsRefused() {
    assertThatThrownBy(() -> Pipeline.named("p").into(AGGREGATES).build())
        .hasMessageContaining("records: no record type")
        .hasMessageContaining("nothing to do")
        .hasMessageContaining("there is a store but no aggregation");
  }

  @Test
  void aBuilderCanBeMendedAndBuiltAgain() {
    PipelineBuilder builder = definition();
    assertThatThrownBy(builder::build).hasMessageContaining("has a problem");
    assertThat(builder.rows(ROWS).build().compiled().errorPolicy())
        .isEqualTo(ErrorPolicy.failFast());
    assertThat(
            builder
                .deadLetters(InMemoryDeadLetters.named("PipelineTest"))
                .build()
                .compiled()
                .errorPolicy())
        .isEqualTo(ErrorPolicy.deadLetter());
  }

  @Test
  void aDefinitionSurvivesSerializationWithItsFunctions() throws Exception {
    long[] limit = {18};
    Guests guests = new Guests("serialized", 1);
    Pipeline pipeline =
        guests
            .pipeline()
            .where(row -> row.getLong("age") >= limit[0])
            .derived("adult", ColumnType.BOOLEAN, (row, time) -> row.getLong("age") > 20)
            .personal(PersonalData.hash(key("0123456789abcdef")))
            .build();
    Pipeline copy = copy(pipeline);
    assertThat(copy.plan()).isEqualTo(pipeline.plan());
    assertThat(copy.compiled().aggregations().get(0).fingerprint())
        .isEqualTo(pipeline.compiled().aggregations().get(0).fingerprint());

    guests.source.add(0, Guests.guest("a", "de", 17)).add(0, Guests.guest("b", "de", 30));
    RunReport report = PipelineRunner.runUntilCaughtUp(copy, guests.source);
    assertThat(report.filtered()).isEqualTo(1);
    assertThat(guests.rows.find("b").orElseThrow().get("adult")).isEqualTo(true);
  }

  @Test
  void aFunctionThatHoldsSomethingNotSerializableIsNamedAtOnce() {
    Object connection = new Object();
    PipelineBuilder builder = definition().rows(ROWS).where(row -> connection.hashCode() != 0);
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pipeline 'guest-list' cannot be serialized (java.lang.Object)")
        .hasMessageContaining("functions given to where and derived");
    AtomicLong serializable = new AtomicLong();
    assertThat(definition().rows(ROWS).where(row -> serializable.get() == 0).build()).isNotNull();
  }

  @Test
  void aProjectionChoosesAndRenames() {
    Guests guests = new Guests("projected", 1);
    Pipeline pipeline =
        Guests.definition()
            .rows(guests.rows, "age", "id AS guest_id", " country  as  land ")
            .build();
    guests.source.add(0, Guests.guest("a", "de", 41));
    PipelineRunner.runUntilCaughtUp(pipeline, guests.source);
    var row = guests.rows.find("a").orElseThrow();
    assertThat(row.schema().names()).containsExactly("age", "guest_id", "land");
    assertThat(row.schema().keys().get(0)).isEqualTo(1);
    assertThat(row.getString("land")).isEqualTo("de");

    assertThatThrownBy(() -> definition().rows(ROWS, "age").build())
        .hasMessageContaining("the key column 'id' is not among the columns");
    assertThatThrownBy(() -> definition().rows(ROWS, "id", "age AS id").build())
        .hasMessageContaining("declared twice");
    assertThatThrownBy(() -> definition().rows(ROWS, "id AS a-b").build())
        .hasMessageContaining("column name: got 'a-b'");
  }

  @Test
  void thePlanTellsWhatWillHappen() {
    Pipeline pipeline =
        definition()
            .version(3)
            .where(row -> true)
            .derived("adult", ColumnType.BOOLEAN, (row, time) -> true)
            .personal(PersonalData.hash(key("0123456789abcdef")))
            .rows(ROWS)
            .aggregate(Guests.byCountry())
            .into(AGGREGATES)
            .deadLetters(InMemoryDeadLetters.named("PipelineTest"))
            .build();
    assertThat(pipeline.plan().toString())
        .isEqualTo(
            """
            pipeline guest-list v3
              key      id
              columns  id STRING, country STRING, age INT64, email STRING personal, adult BOOLEAN
              step     where
              step     derived adult BOOLEAN
              step     hash personal
              counts   by_country by (country): count, sum_age
              rows to memory:PipelineTest
                guarantee: newer wins by row version; gone when the JVM ends
              aggregates to memory:PipelineTest
                guarantee: exactly once in effect, by compare-and-set; gone when the JVM ends
              dead letters to memory:PipelineTest
                guarantee: one letter per id, without its payload; gone when the JVM ends
            """);
    assertThat(pipeline).hasToString("Pipeline[guest-list v3]");
  }

  @Test
  void aFingerprintIsStableForEver() {
    // stored in every document: if this changes, and the definition did not, every user must
    // rebuild
    assertThat(fingerprint(definition())).isEqualTo("e54c71cb8161b444");
    assertThat(
            definition()
                .aggregate(Guests.byCountry())
                .into(AGGREGATES)
                .build()
                .compiled()
                .aggregations()
                .get(0)
                .formerFingerprints())
        .as("of the whole type, by earlier versions")
        .contains("d09aae379cc64ffb");
  }

  @Test
  void aFingerprintChangesWithWhatDocumentsDependOnAndWithNothingElse() {
    String plain = fingerprint(definition());
    assertThat(fingerprint(definition().rows(ROWS))).isEqualTo(plain);
    assertThat(fingerprint(definition().version(2))).as("has a field of its own").isEqualTo(plain);
    assertThat(fingerprint(definition().retry(RetryPolicy.NONE))).isEqualTo(plain);
    assertThat(fingerprint(definition().aggregate(Aggregation.named("other").count())))
        .isEqualTo(plain);

    assertThat(fingerprint(definition().where(row -> true))).isNotEqualTo(plain);
    assertThat(fingerprint(definition().derived("x", ColumnType.INT64, (row, time) -> 1L)))
        .isNotEqualTo(plain)
        .isNotEqualTo(fingerprint(definition().derived("x", ColumnType.STRING, (row, time) -> "")));
    assertThat(fingerprint(definition().personal(PersonalData.drop())))
        .as("nothing personal is read")
        .isEqualTo(plain);
    assertThat(fingerprint(hashedCountry("0123456789abcdef")))
        .isEqualTo(fingerprint(hashedCountry("0123456789abcdef")))
        .isNotEqualTo(fingerprint(hashedCountry("0123456789abcdeF")))
        .isNotEqualTo(plain);
  }

  @Test
  void aColumnThatBecomesPersonalChangesTheFingerprintWhereItIsHashed() {
    assertThat(fingerprint(hashed(withAge(false))))
        .isNotEqualTo(fingerprint(hashed(withAge(true))));
  }

  private static PipelineBuilder hashedCountry(String key) {
    return definition().personal(PersonalData.hash(key(key)).only("country"));
  }

  private static PipelineBuilder hashed(RecordType type) {
    return Pipeline.named("p").records(type).personal(PersonalData.hash(key("0123456789abcdef")));
  }

  private static RecordType withAge(boolean personal) {
    var type =
        RecordType.named("t")
            .key("id")
            .column("id", ColumnType.STRING)
            .from("id")
            .column("age", ColumnType.INT64)
            .from("age")
            .column("country", ColumnType.STRING)
            .from("country");
    return (personal ? type.personal() : type).build();
  }

  private static String fingerprint(PipelineBuilder builder) {
    Pipeline pipeline = builder.aggregate(Guests.byCountry()).into(AGGREGATES).build();
    return pipeline.compiled().aggregations().stream()
        .filter(aggregation -> aggregation.name().equals("by_country"))
        .findFirst()
        .orElseThrow()
        .fingerprint();
  }

  private static HmacKey key(String text) {
    return HmacKey.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Pipeline copy(Pipeline pipeline) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(pipeline);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Pipeline) in.readObject();
    }
  }
}
