package dev.rollcall.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.commerce.Orders;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.CompiledBranch.BoundAggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.user.Users;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What decides the documents of an aggregation, and what does not. */
class FingerprintTest {

  private static final InMemoryAggregates STORE = InMemoryAggregates.named("fingerprints");

  private static final UnaryOperator<RecordTypeBuilder> NO_COLUMN = type -> type;
  private static final UnaryOperator<PipelineBuilder> NO_STEP = pipeline -> pipeline;

  /** Of {@code per_country}, which reads country, at, age and kind. */
  private static String of(RecordTypeBuilder type, UnaryOperator<PipelineBuilder> steps) {
    return of(type, steps, perCountry());
  }

  private static String of(
      RecordTypeBuilder type, UnaryOperator<PipelineBuilder> steps, AggregationBuilder counts) {
    return bound(type.build(), steps, counts).fingerprint();
  }

  private static BoundAggregation bound(
      RecordType type, UnaryOperator<PipelineBuilder> steps, AggregationBuilder counts) {
    PipelineBuilder pipeline = Pipeline.named("visits").records(type);
    return steps
        .apply(pipeline)
        .aggregate(counts)
        .into(STORE)
        .build()
        .compiled()
        .aggregations()
        .stream()
        .filter(each -> each.name().equals("per_country"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFunctionThatNamedNothingMayNameItsColumnsBesideAnUnreadColumn() {
    RecordType type =
        read(RecordType.named("visit")).column("note", ColumnType.INT64).elseNull().build();

    String unnamed = bound(type, p -> p.where(row -> true), perCountry()).fingerprint();

    assertThat(
            bound(type, p -> p.where(List.of("age"), row -> true), perCountry())
                .formerFingerprints())
        .doesNotHaveDuplicates()
        .contains(unnamed);
  }

  @Test
  void aggregatesOfUsersGoOnWhenUsersCanBeErased() {
    AggregationBuilder counts = Aggregation.named("per_country").groupBy("country").count();

    for (Users.Key recipe : Users.Key.values()) {
      assertThat(bound(Users.erasable(recipe), NO_STEP, counts))
          .extracting(BoundAggregation::fingerprint, BoundAggregation::formerFingerprints)
          .containsExactly(
              bound(Users.recordType(recipe), NO_STEP, counts).fingerprint(),
              bound(Users.recordType(recipe), NO_STEP, counts).formerFingerprints());
    }
  }

  private static AggregationBuilder perCountry() {
    return Aggregation.named("per_country")
        .groupBy("country")
        .tumbling(Duration.ofHours(1), "at")
        .count()
        .where(Condition.column("kind").is("in"))
        .mean("age");
  }

  private static RecordTypeBuilder read(RecordTypeBuilder type) {
    return type.key("id")
        .column("id", ColumnType.STRING)
        .column("at", ColumnType.TIMESTAMP)
        .epoch(EpochUnit.SECONDS)
        .required()
        .column("country", ColumnType.STRING)
        .from("place.country")
        .personal()
        .column("age", ColumnType.INT64)
        .column("kind", ColumnType.STRING)
        .oneOf("in", "out");
  }

  /** What no aggregation reads: one column that can refuse an element and one that cannot. */
  private static RecordTypeBuilder unread(RecordTypeBuilder type) {
    return type.decimal("price", 12, 2)
        .column("postcode", ColumnType.STRING)
        .from("postcode")
        .elseNull();
  }

  private static RecordTypeBuilder visit() {
    return unread(read(RecordType.named("visit").envelope("visits").error("error")));
  }

  private static RecordTypeBuilder with(UnaryOperator<RecordTypeBuilder> column) {
    return column.apply(visit());
  }

  private static UnaryOperator<RecordTypeBuilder> nullable(String name, String... paths) {
    return type -> type.column(name, ColumnType.STRING).from(paths).elseNull();
  }

  private static Arguments change(
      String what, RecordTypeBuilder type, UnaryOperator<PipelineBuilder> steps) {
    return Arguments.of(what, (Supplier<String>) () -> of(type, steps));
  }

  static Stream<Arguments> decidingNothing() {
    return Stream.of(
        change(
            "other order of columns",
            read(unread(RecordType.named("visit").error("error").envelope("visits"))),
            NO_STEP),
        change("new elseNull column", with(nullable("city", "place.city")), NO_STEP),
        change(
            "new elseNull column of more declarations",
            with(nullable("zone", "z")).oneOf("a").emptyIsNull().nullTexts("-").personal(),
            NO_STEP),
        change(
            "new derived elseNull column",
            with(t -> t.derived("x", ColumnType.INT64, (row, time) -> 1L).elseNull()),
            NO_STEP),
        change(
            "no elseNull column",
            read(RecordType.named("visit").envelope("visits").error("error"))
                .decimal("price", 12, 2),
            NO_STEP),
        change(
            "path of an unread elseNull column",
            read(RecordType.named("visit").envelope("visits").error("error"))
                .decimal("price", 12, 2)
                .column("postcode", ColumnType.STRING)
                .from("address.zip")
                .elseNull(),
            NO_STEP),
        change(
            "raw JSON, without secrets",
            with(t -> t.column("raw", ColumnType.JSON).from("$").elseNull()),
            NO_STEP),
        change("raw JSON above what is read", with(json("place")), NO_STEP),
        change("a secret, without JSON that is read", visit().secret("password"), NO_STEP),
        change("first revision", visit().revision(1), NO_STEP),
        change("a sink", visit(), p -> p.rows(InMemoryRows.named("r"))),
        change("a projection", visit(), p -> p.rows(InMemoryRows.named("r"), "id", "age AS years")),
        change("another aggregation", visit(), p -> p.aggregate(Aggregation.named("a").count())),
        change("version", visit(), p -> p.version(2)),
        change("personal data that is not read", visit(), p -> p.personal(drop("postcode"))));
  }

  private static UnaryOperator<RecordTypeBuilder> json(String path) {
    return type -> type.column("raw", ColumnType.JSON).from(path).elseNull();
  }

  private static PersonalData drop(String column) {
    return PersonalData.drop().only(column);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void decidingNothing(String what, Supplier<String> changed) {
    assertThat(changed.get()).isEqualTo(of(visit(), NO_STEP));
  }

  private static RecordTypeBuilder declared(UnaryOperator<RecordTypeBuilder> age) {
    RecordTypeBuilder type = RecordType.named("visit").envelope("visits").error("error");
    type.key("id").column("id", ColumnType.STRING).column("at", ColumnType.TIMESTAMP);
    type.epoch(EpochUnit.SECONDS).required();
    type.column("country", ColumnType.STRING).from("place.country").personal();
    age.apply(type).column("kind", ColumnType.STRING).oneOf("in", "out");
    return unread(type);
  }

  static Stream<Arguments> deciding() {
    return Stream.of(
        change("new column", with(t -> t.column("city", ColumnType.STRING)), NO_STEP),
        change(
            "new counted column",
            with(t -> t.counted("c", List.of(), (row, time) -> "a").oneOf("a")),
            NO_STEP),
        change(
            "path of an unread column that can refuse",
            read(RecordType.named("visit").envelope("visits").error("error"))
                .decimal("price", 12, 2)
                .from("cost"),
            NO_STEP),
        change(
            "scale of an unread column that can refuse",
            read(RecordType.named("visit").envelope("visits").error("error"))
                .decimal("price", 12, 3),
            NO_STEP),
        change(
            "path of a column that is read",
            declared(t -> t.column("age", ColumnType.INT64).from("years")),
            NO_STEP),
        change("its type", declared(t -> t.decimal("age", 3, 0)), NO_STEP),
        change(
            "it may be null", declared(t -> t.column("age", ColumnType.INT64).elseNull()), NO_STEP),
        change(
            "it is required", declared(t -> t.column("age", ColumnType.INT64).required()), NO_STEP),
        change(
            "texts that mean null",
            declared(t -> t.column("age", ColumnType.INT64).nullTexts("-")),
            NO_STEP),
        change(
            "it is computed",
            declared(t -> t.column("age", ColumnType.INT64).otherwise(List.of(), (r, time) -> 1L)),
            NO_STEP),
        change("a scalar above what is read", with(nullable("place", "place")), NO_STEP),
        change("a field below what is read", with(nullable("kind_name", "kind.name")), NO_STEP),
        change(
            "raw JSON, which drops every spelling of a secret",
            with(json("$")).secret("password"),
            NO_STEP),
        change("envelope", visit().envelope("items"), NO_STEP),
        change("error", visit().error("message"), NO_STEP),
        change("wrapper", visit().alsoUnder("payload"), NO_STEP),
        change("revision", visit().revision(2), NO_STEP),
        change("where", visit(), p -> p.where(row -> true)),
        change("where of named columns", visit(), p -> p.where(List.of("id"), row -> true)),
        change("require", visit(), p -> p.require("x", List.of("id"), (row, time) -> true)),
        change(
            "derived",
            visit(),
            p -> p.derived("x", ColumnType.INT64, List.of("id"), (row, time) -> 1L)),
        change("cleaned", visit(), p -> p.cleaned("kind", text -> text)),
        change("cleaned, though unread", visit(), p -> p.cleaned("postcode", text -> text)),
        change("hashed", visit(), p -> p.personal(hash('f'))));
  }

  private static PersonalData hash(char last) {
    return PersonalData.hash(
        HmacKey.of(("0123456789abcde" + last).getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void deciding(String what, Supplier<String> changed) {
    assertThat(changed.get()).isNotEqualTo(of(visit(), NO_STEP));
  }

  @Test
  void everyPartOfAnAggregationDecides() {
    assertThat(
            Stream.of(
                    perCountry(),
                    perCountry().as("mean"),
                    perCountry().scale(3),
                    perCountry().max("age"),
                    Aggregation.named("per_country").groupBy("country").count(),
                    Aggregation.named("per_country").groupBy("kind").count(),
                    Aggregation.named("per_country")
                        .groupBy("kind")
                        .tumbling(Duration.ofHours(1), "at")
                        .count(),
                    Aggregation.named("per_country")
                        .groupBy("kind")
                        .tumbling(Duration.ofHours(1))
                        .count(),
                    Aggregation.named("per_country")
                        .groupBy("kind")
                        .count()
                        .where(Condition.column("country").is("de")))
                .map(each -> of(visit(), NO_STEP, each)))
        .doesNotHaveDuplicates();
  }

  @Test
  void aFunctionThatNamesItsColumnsDependsOnThoseAndOnWhatTheyAreMadeOf() {
    UnaryOperator<PipelineBuilder> all = p -> p.where(row -> true);
    UnaryOperator<PipelineBuilder> named = p -> p.where(List.of("postcode"), row -> true);
    UnaryOperator<PipelineBuilder> other = p -> p.where(List.of("age"), row -> true);
    assertThat(of(with(nullable("city", "c")), all)).isNotEqualTo(of(visit(), all));
    assertThat(of(with(nullable("city", "c")), named)).isEqualTo(of(visit(), named));
    assertThat(of(visit(), named)).isNotEqualTo(of(visit(), other));
    RecordTypeBuilder moved =
        read(RecordType.named("visit").envelope("visits").error("error"))
            .decimal("price", 12, 2)
            .column("postcode", ColumnType.STRING)
            .from("zip")
            .elseNull();
    assertThat(of(moved, other)).isEqualTo(of(visit(), other));
    assertThat(of(moved, named)).isNotEqualTo(of(visit(), named));
  }

  /** {@code c} is made of {@code b}, which is made of {@code a}. */
  private static RecordTypeBuilder chain(String path, boolean backwards) {
    RecordTypeBuilder type = visit().column("a", ColumnType.STRING).from(path).elseNull();
    return backwards ? b(c(type)) : c(b(type));
  }

  private static RecordTypeBuilder b(RecordTypeBuilder type) {
    return type.derived("b", ColumnType.STRING, List.of("a"), (row, time) -> row.getString("a"))
        .elseNull();
  }

  private static RecordTypeBuilder c(RecordTypeBuilder type) {
    return type.derived("c", ColumnType.STRING, List.of("b"), (row, time) -> row.getString("b"))
        .elseNull();
  }

  @Test
  void whatAColumnIsMadeOfCountsThroughAnyNumberOfOthers() {
    AggregationBuilder reads = Aggregation.named("per_country").groupBy("c").count();
    assertThat(of(chain("x", false), NO_STEP)).isEqualTo(of(visit(), NO_STEP));
    assertThat(of(chain("y", false), NO_STEP, reads))
        .isNotEqualTo(of(chain("x", false), NO_STEP, reads));
    assertThat(of(chain("x", true), NO_STEP, reads))
        .as("a function sees nothing of what is derived behind it")
        .isNotEqualTo(of(chain("x", false), NO_STEP, reads));

    UnaryOperator<PipelineBuilder> steps =
        p ->
            p.derived("d", ColumnType.STRING, List.of("c"), (row, time) -> row.getString("c"))
                .where(List.of("d"), row -> true);
    assertThat(of(chain("y", false), steps)).isNotEqualTo(of(chain("x", false), steps));
    assertThat(of(chain("x", false).column("n", ColumnType.INT64).elseNull(), steps))
        .isEqualTo(of(chain("x", false), steps));
  }

  @Test
  void stepsCountInTheirOrderAndAKeyOnlyWhereSomethingIsRead() {
    UnaryOperator<PipelineBuilder> once = p -> p.cleaned("kind", text -> text);
    assertThat(of(visit(), p -> once.apply(once.apply(p)))).isNotEqualTo(of(visit(), once));
    assertThat(of(visit(), p -> once.apply(p.where(List.of("kind"), row -> true))))
        .isNotEqualTo(of(visit(), p -> once.apply(p).where(List.of("kind"), row -> true)));
    assertThat(of(visit(), p -> p.personal(hash('f'))))
        .isNotEqualTo(of(visit(), p -> p.personal(hash('e'))));
    AggregationBuilder ages = Aggregation.named("per_country").mean("age");
    assertThat(of(visit(), p -> p.personal(hash('f')), ages))
        .isEqualTo(of(visit(), p -> p.personal(hash('e')), ages))
        .isEqualTo(of(visit(), p -> p.personal(PersonalData.drop()), ages))
        .isEqualTo(of(visit(), NO_STEP, ages));
  }

  /** As version 0.11 knew it: nothing here is declared that it did not have. */
  private static RecordType former() {
    return RecordType.named("visit")
        .key("id")
        .envelope("visits")
        .error("error")
        .alsoUnder("payload")
        .column("id", ColumnType.STRING)
        .column("at", ColumnType.TIMESTAMP)
        .epoch(EpochUnit.SECONDS)
        .required()
        .column("country", ColumnType.STRING)
        .from("place.country")
        .personal()
        .column("age", ColumnType.INT64)
        .emptyIsNull()
        .column("kind", ColumnType.STRING)
        .oneOf("in", "out")
        .decimal("price", 12, 2)
        .derived("day", ColumnType.DATE, (row, time) -> null)
        .build();
  }

  private static PipelineBuilder formerSteps(PipelineBuilder pipeline) {
    return pipeline
        .where(row -> true)
        .derived("band", ColumnType.STRING, (row, time) -> "x")
        .cleaned("kind", String::strip)
        .require("an age", (row, time) -> true)
        .personal(hash('f'));
  }

  @Test
  void whatEarlierVersionsCalledADefinitionStaysOneOfItsNamesForEver() {
    assertThat(names("per_hour", former(), FingerprintTest::formerSteps))
        .contains("b819757a09e6d9a1", "2e673133b3a32021");
    assertThat(names("all", Users.recordType(), NO_STEP))
        .contains("95a6cdd1fbc554b2", "cdfb8f8d487e5990");
    assertThat(names("all", Users.recordType(Users.Key.ACCOUNT), NO_STEP))
        .contains("714c09ad52434652", "e8ff5eb6c84b783c");
    assertThat(names("all", CommerceEvents.recordType(), NO_STEP))
        .contains("13f4de285853e10e", "f6555eedc4cbe92a");
    assertThat(names("all", Orders.recordType(), NO_STEP))
        .contains("a43287351fbb90ab", "a0cf18503003e0bf");
  }

  private static List<String> names(
      String name, RecordType type, UnaryOperator<PipelineBuilder> steps) {
    AggregationBuilder aggregation =
        name.equals("all")
            ? Aggregation.named(name).count()
            : Aggregation.named(name)
                .groupBy("country")
                .tumbling(Duration.ofHours(1), "at")
                .count()
                .mean("age");
    return steps
        .apply(Pipeline.named("visits").records(type))
        .aggregate(aggregation)
        .into(STORE)
        .build()
        .compiled()
        .aggregations()
        .get(0)
        .formerFingerprints();
  }

  @Test
  void aDefinitionThatDeclaresSomethingNewThatDecidesHasNoFormerNames() {
    UnaryOperator<PipelineBuilder> named = p -> p.where(List.of("age"), row -> true);
    UnaryOperator<PipelineBuilder> all = p -> p.where(row -> true);
    RecordTypeBuilder plain = read(RecordType.named("visit"));
    BoundAggregation before = bound(plain.build(), all, perCountry());
    assertThat(bound(plain.build(), named, perCountry()).formerFingerprints())
        .as("to name columns changes nothing")
        .contains(before.fingerprint())
        .containsAll(before.formerFingerprints());
    RecordTypeBuilder more = read(RecordType.named("visit"));
    more.column("city", ColumnType.STRING).elseNull();
    assertThat(bound(more.build(), named, perCountry()).formerFingerprints())
        .as("nor does what is not read")
        .contains(before.fingerprint())
        .containsAll(before.formerFingerprints());
    assertThat(bound(more.build(), all, perCountry()).formerFingerprints())
        .doesNotContainAnyElementsOf(before.formerFingerprints())
        .doesNotContain(before.fingerprint());
    assertThat(bound(read(RecordType.named("visit")).revision(2).build(), all, perCountry()))
        .satisfies(
            bound ->
                assertThat(bound.formerFingerprints())
                    .doesNotContainAnyElementsOf(before.formerFingerprints()));
  }

  @Test
  void fourAggregationsGoOnWhenATypeGetsAColumn() {
    InMemoryAggregates store = InMemoryAggregates.named("goes-on");
    InMemorySource source = InMemorySource.named("goes-on", 1);
    source.add(0, visit("a"));
    PipelineRunner.runUntilCaughtUp(four(visit(), store), source);
    source.add(0, visit("b")).add(0, visit("c"));
    PipelineRunner.runUntilCaughtUp(four(with(nullable("city", "place.city")), store), source);
    assertThat(store.results("all")).extracting(each -> each.get("count")).containsExactly(3L);
    assertThat(store.results("per_country"))
        .extracting(each -> each.get("mean_age"))
        .containsExactly(new BigDecimal("30.000000"));
    assertThat(store.results("per_kind"))
        .extracting(each -> each.get("distinct_id"))
        .containsExactly(3L);
    assertThat(store.results("revenue")).hasSize(1);
    assertThatThrownBy(
            () ->
                PipelineRunner.runUntilCaughtUp(
                    four(with(t -> t.column("city", ColumnType.STRING)), store),
                    source.add(0, visit("d"))))
        .isInstanceOf(ConfigurationException.class);
  }

  private static Pipeline four(RecordTypeBuilder type, InMemoryAggregates store) {
    return Pipeline.named("visits")
        .records(type.build())
        .where(List.of("age"), row -> row.getLong("age") > 17)
        .aggregate(perCountry())
        .aggregate(Aggregation.named("all").count())
        .aggregate(Aggregation.named("per_kind").groupBy("kind").count().distinct("id"))
        .aggregate(Aggregation.named("revenue").sum("price"))
        .into(store)
        .build();
  }

  private static String visit(String id) {
    return ("{\"id\":\"%s\",\"at\":1569888600,\"place\":{\"country\":\"de\",\"city\":\"x\"},"
            + "\"age\":30,\"kind\":\"in\",\"price\":1.5}")
        .formatted(id);
  }
}
