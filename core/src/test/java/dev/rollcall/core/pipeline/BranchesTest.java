package dev.rollcall.core.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourceRecord;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Records that go different ways. */
class BranchesTest {

  private static final RecordType CREATED =
      RecordType.named("created")
          .key("order_id")
          .column("order_id", ColumnType.STRING)
          .column("total", ColumnType.INT64)
          .envelope("events")
          .build();

  private static final RecordType PAID =
      RecordType.named("paid")
          .key("payment_id")
          .column("payment_id", ColumnType.STRING)
          .column("order_id", ColumnType.STRING)
          .envelope("events")
          .build();

  private InMemorySource source;
  private InMemoryRows orders;
  private InMemoryRows payments;
  private InMemoryDeadLetters letters;
  private InMemoryAggregates store;

  @BeforeEach
  void empty(TestInfo test) {
    String name = "branches-" + test.getTestMethod().orElseThrow().getName();
    source = InMemorySource.named(name, 2);
    orders = InMemoryRows.named(name + "-orders");
    payments = InMemoryRows.named(name + "-payments");
    letters = InMemoryDeadLetters.named(name);
    store = InMemoryAggregates.named(name);
  }

  private PipelineBuilder byField() {
    return Pipeline.named("shop")
        .branch("created", b -> b.records(CREATED).whereField("type", "created").rows(orders))
        .branch("paid", b -> b.records(PAID).whereField("type", "paid", "settled").rows(payments))
        .deadLetters(letters);
  }

  private static String created(String id, int total) {
    return "{\"type\": \"created\", \"order_id\": \"%s\", \"total\": %d}".formatted(id, total);
  }

  private static String paid(String kind, String id, String order) {
    return "{\"type\": \"%s\", \"payment_id\": \"%s\", \"order_id\": \"%s\"}"
        .formatted(kind, id, order);
  }

  private RunReport run(PipelineBuilder pipeline) {
    return PipelineRunner.runUntilCaughtUp(pipeline.build(), source);
  }

  @Test
  void aFieldSendsElementsOfOneRecordDifferentWays() {
    source.add(
        0,
        "{\"events\": [%s, %s, %s, {\"type\": \"lost\"}, 7]}"
            .formatted(created("o1", 5), paid("paid", "p1", "o1"), paid("settled", "p2", "o1")));
    source.add(1, created("o2", 7));

    RunReport report = run(byField());

    assertThat(orders.rows())
        .extracting(row -> row.getString("order_id"))
        .containsExactlyInAnyOrder("o1", "o2");
    assertThat(payments.rows())
        .extracting(row -> row.getString("payment_id"))
        .containsExactlyInAnyOrder("p1", "p2");
    assertThat(letters.letters())
        .extracting(
            letter ->
                letter.reasonClass() + " " + letter.element().path() + letter.element().branch())
        .containsExactlyInAnyOrder("unknown-kind $.events[3]", "unknown-kind $.events[4]");
    assertThat(report.toString())
        .isEqualTo(
            "6 read = 4 written + 0 filtered + 2 dead-lettered; created: 2 read = 2 written + 0 filtered + 0 dead-lettered; paid: 2 read = 2 written + 0 filtered + 0 dead-lettered");
    assertThat(letters.letters().get(0).reason())
        .contains(
            "created: field type = \"created\"; paid: field type = \"paid\" or \"settled\"",
            "unknownFiltered()")
        .doesNotContain("lost");
  }

  @Test
  void unknownKindsAreFilteredWhereThatIsSaid() {
    source.add(0, "[%s, {\"type\": \"lost\"}]".formatted(created("o1", 5)));

    RunReport report = run(byField().unknownFiltered());

    assertThat(report.read()).isEqualTo(2);
    assertThat(report.filtered()).isEqualTo(1);
    assertThat(letters.letters()).isEmpty();
  }

  @Test
  void aRecordThatIsNoJsonIsOneLetterOfNoBranch() {
    source.add(0, "{nothing").add(0, created("o1", 5));

    RunReport report = run(byField());

    assertThat(letters.letters()).hasSize(1);
    DeadLetter letter = letters.letters().get(0);
    assertThat(letter.element().branch()).isEmpty();
    assertThat(letter.id()).endsWith("@0#0/decode");
    assertThat(report.deadLettered()).isEqualTo(1);
    assertThat(report.read()).isEqualTo(2);
  }

  @Test
  void aLetterNamesItsBranchAndIsCountedThere() {
    source.add(0, "{\"type\": \"created\", \"order_id\": \"o1\", \"total\": \"much\"}");

    RunReport report = run(byField());

    assertThat(letters.letters())
        .extracting(DeadLetter::id)
        .allSatisfy(id -> assertThat(id).endsWith("@0#0+created/map"));
    assertThat(report.branches().get("created").deadLettered()).isEqualTo(1);
    assertThat(report.branches().get("paid").read()).isZero();
  }

  @Test
  void topicsAndHeadersSendWholeRecords() {
    PipelineBuilder byMessage =
        Pipeline.named("shop")
            .branch("all", b -> b.records(CREATED).rows(orders))
            .branch(
                "paid",
                b ->
                    b.records(PAID)
                        .fromTopic(
                            source.records().isEmpty()
                                ? "branches-topicsAndHeadersSendWholeRecords"
                                : "")
                        .whereHeader("kind", "paid")
                        .rows(payments))
            .deadLetters(letters);
    byte[] both = "{\"order_id\": \"o1\", \"payment_id\": \"p1\"}".getBytes(UTF_8);
    source.add(0, both, List.of(header("created"), header("paid")));
    source.add(0, both, List.of(header("paid"), header("created")));

    RunReport report = run(byMessage);

    assertThat(report.branches().get("all").written()).isEqualTo(2);
    assertThat(report.branches().get("paid").written()).isEqualTo(1);
    assertThat(report.read()).isEqualTo(3);
  }

  private static SourceRecord.Header header(String value) {
    return new SourceRecord.Header("kind", value.getBytes(UTF_8));
  }

  @Test
  void aTombstoneThatNoBranchReadsIsFilteredOnce() {
    source.add(0, (byte[]) null);

    RunReport report = run(byField());

    assertThat(report.toString()).startsWith("1 read = 0 written + 1 filtered");
  }

  @Test
  void eachBranchCountsItsOwnRows() {
    source.add(0, created("o1", 5)).add(1, created("o2", 7)).add(0, paid("paid", "p1", "o1"));
    PipelineBuilder counting =
        Pipeline.named("shop")
            .branch(
                "created",
                b ->
                    b.records(CREATED)
                        .whereField("type", "created")
                        .aggregate(Aggregation.named("totals").count().sum("total")))
            .branch(
                "paid",
                b ->
                    b.records(PAID)
                        .whereField("type", "paid")
                        .aggregate(Aggregation.named("payments").count()))
            .into(store);

    RunReport report = run(counting);

    assertThat(report.balances()).isTrue();
    assertThat(report.aggregations().get("totals").applied()).isEqualTo(2);
    assertThat(report.aggregations().get("payments").applied()).isEqualTo(1);
    source.rewind();
    assertThat(run(counting).aggregations().get("totals").alreadyApplied()).isEqualTo(2);
  }

  @Test
  void anElementIsTakenAgainInItsBranchWithTheVersionItHad() {
    source.add(0, "[%s, %s]".formatted(created("o1", 5), created("o2", 6)));
    source.add(
        0,
        "[%s, %s]".formatted(created("o1", 50), created("o2", 60)).getBytes(UTF_8),
        List.of(
            new SourceRecord.Header(
                ElementRedrive.ONLY, "0#1+created of shop v1".getBytes(UTF_8))));

    RunReport report = run(byField());

    assertThat(report.branches().get("created").read()).isEqualTo(3);
    assertThat(orders.find("o1").orElseThrow().getLong("total")).isEqualTo(5);
    assertThat(orders.find("o2").orElseThrow().getLong("total")).isEqualTo(60);
  }

  @Test
  void theOthersOfARecordThatIsSentAgainAreNotUnknown() {
    source.add(
        0,
        "[%s, {\"type\": \"lost\"}, %s]"
            .formatted(paid("paid", "p1", "o1"), created("o1", 5))
            .getBytes(UTF_8),
        List.of(
            new SourceRecord.Header(
                ElementRedrive.ONLY, "0#2+created of shop v1".getBytes(UTF_8))));

    RunReport report = run(byField());

    assertThat(report.read()).isEqualTo(1);
    assertThat(report.written()).isEqualTo(1);
    assertThat(letters.letters()).isEmpty();
  }

  @Test
  void anElementThatIsNotThereAnyMoreIsALetterAgain() {
    source.add(
        0,
        created("o1", 5).getBytes(UTF_8),
        List.of(
            new SourceRecord.Header(
                ElementRedrive.ONLY, "0#9+created of shop v1".getBytes(UTF_8))));

    run(byField());

    assertThat(letters.letters())
        .extracting(DeadLetter::reasonClass)
        .containsExactly("no-such-element");
    assertThat(orders.rows()).isEmpty();
  }

  private static List<SourceRecord.Header> only(String value) {
    return List.of(new SourceRecord.Header(ElementRedrive.ONLY, value.getBytes(UTF_8)));
  }

  @Test
  void aRecordThatIsSentAgainForABranchThatIsGoneGoesToNoOther() {
    source.add(0, created("o1", 5).getBytes(UTF_8), only("0#0+orders of shop v1"));

    run(byField().unknownFiltered());

    assertThat(letters.letters()).hasSize(1);
    DeadLetter letter = letters.letters().get(0);
    assertThat(letter.reasonClass()).isEqualTo("no-such-branch");
    assertThat(letter.element().branch()).isEqualTo("orders");
    var again =
        new ElementRedrive.Finder(CREATED, false).find(letter, 2, created("o1", 5).getBytes(UTF_8));
    assertThat(again.only().value()).asString(UTF_8).isEqualTo("0#0+orders of shop v1");
    assertThat(orders.rows()).isEmpty();
  }

  @Test
  void whatAnotherPipelineSendsAgainIsNoneOfOurBusiness() {
    source.add(0, created("o1", 5).getBytes(UTF_8), only("0#0+created of other v1"));

    RunReport report = run(byField());

    assertThat(report.filtered()).isEqualTo(1);
    assertThat(letters.letters()).isEmpty();
  }

  @Test
  void anElementOfAnUnknownKindIsPlacedAmongElementsWhateverItemsTheyHave() {
    RecordType line =
        RecordType.named("line")
            .items("lines")
            .key("order_id", "line")
            .column("order_id", ColumnType.STRING)
            .from("$.order_id")
            .itemIndex("line")
            .build();
    RecordType plain = RecordType.named("plain").key("id").column("id", ColumnType.STRING).build();
    source.add(
        0,
        "[{\"type\": \"order\", \"order_id\": \"o\", \"lines\": [{}, {}]}, {\"type\": \"parcel\"}]");

    run(
        Pipeline.named("shop")
            .branch("lines", b -> b.records(line).whereField("type", "order").rows(orders))
            .branch("paid", b -> b.records(plain).whereField("type", "paid").rows(payments))
            .deadLetters(letters));

    assertThat(letters.letters()).extracting(each -> each.element().path()).containsExactly("$[1]");
    assertThat(letters.letters().get(0).element().isSentWhole()).isFalse();
  }

  @Test
  void anArrayWithoutElementsIsOneLetterOfNoBranch() {
    source.add(0, "[]");

    run(byField());

    assertThat(letters.letters())
        .extracting(each -> each.reasonClass() + each.element().branch())
        .containsExactly("empty-array");
  }

  @Test
  void whatDoesNotFitIsToldAtOnce() {
    RecordType other = RecordType.named("other").key("x").column("x", ColumnType.STRING).build();
    assertThatThrownBy(
            () ->
                Pipeline.named("shop")
                    .records(CREATED)
                    .branch("a", b -> b.records(CREATED).whereField("type", "a").rows(orders))
                    .branch("a", b -> b.records(other).whereField("type", "b").rows(payments))
                    .branch("c d", b -> b.rows(payments).whereHeader("h"))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "branches: got records, steps, sinks or aggregations on the pipeline too",
            "branch 'a' is declared twice",
            "branch 'c d': name: got 'c d'",
            "branch 'c d': whereHeader 'h': got no value",
            "branch 'c d': records: no record type");
    assertThatThrownBy(
            () ->
                Pipeline.named("shop")
                    .branch("a", b -> b.records(CREATED).whereField("type", "a").rows(orders))
                    .branch(
                        "b",
                        b -> b.records(other).whereField("type", "b").rows(payments).partOf("A"))
                    .build())
        .hasMessageContainingAll(
            "branches [a, b]: got types of different envelopes", "there is no branch 'A'");
  }

  @Test
  void thePlanShowsEachBranch() {
    assertThat(byField().build().plan().toString())
        .contains("branch created\n  takes    field type = \"created\"\n  key      order_id")
        .contains("rows of paid to memory:");
  }
}
