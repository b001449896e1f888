package dev.rollcall.core.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.SourceRecord;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Lines of orders, which are sent again with fewer. */
class PartsTest {

  private static final RecordType ORDER =
      RecordType.named("order")
          .key("order_id")
          .column("order_id", ColumnType.STRING)
          .column("customer", ColumnType.STRING)
          .required()
          .deletedWhere("deleted", "true")
          .build();

  private static final RecordType LINE =
      RecordType.named("line")
          .items("lines")
          .key("order_id", "line")
          .column("order_id", ColumnType.STRING)
          .from("$.order_id")
          .itemIndex("line")
          .column("sku", ColumnType.STRING)
          .column("quantity", ColumnType.INT64)
          .build();

  private InMemorySource source;
  private InMemoryRows orders;
  private InMemoryRows lines;
  private InMemoryDeadLetters letters;

  @BeforeEach
  void empty(TestInfo test) {
    String name = "parts-" + test.getTestMethod().orElseThrow().getName();
    source = InMemorySource.named(name, 1);
    orders = InMemoryRows.named(name + "-orders");
    lines = InMemoryRows.named(name + "-lines");
    letters = InMemoryDeadLetters.named(name);
  }

  private PipelineBuilder shop() {
    return Pipeline.named("shop")
        .branch("orders", b -> b.records(ORDER).rows(orders))
        .branch("lines", b -> b.records(LINE).rows(lines).partOf("orders"))
        .deadLetters(letters);
  }

  private RunReport run() {
    return PipelineRunner.runUntilCaughtUp(shop().build(), source);
  }

  private static String order(String id, String customer, String... lines) {
    return "{\"lines\": [%s], \"order_id\": \"%s\", \"customer\": \"%s\"}"
        .formatted(String.join(", ", lines), id, customer);
  }

  private static String line(String sku, Object quantity) {
    return "{\"sku\": \"%s\", \"quantity\": %s}".formatted(sku, quantity);
  }

  private List<String> lines() {
    return lines.rows().stream()
        .map(row -> row.getString("order_id") + row.get("line") + row.getString("sku"))
        .sorted()
        .toList();
  }

  @Test
  void linesThatAreNotSentAgainDoNotLiveOn() {
    source.add(0, order("o", "x", line("a", 1), line("b", 1), line("c", 1)));
    source.add(0, order("p", "x", line("a", 1)));
    run();
    assertThat(lines()).containsExactly("o0a", "o1b", "o2c", "p0a");

    source.add(0, order("o", "x", line("b", 2)));
    source.add(0, order("p", "x"));
    RunReport report = run();

    assertThat(lines()).containsExactly("o0b");
    assertThat(report.branches().get("lines").read()).isEqualTo(1);
    source.rewind();
    run();
    assertThat(lines()).as("a replay brings none back").containsExactly("o0b");
  }

  @Test
  void linesOfAnOrderThatIsDeletedGoWithIt() {
    source.add(0, order("o", "x", line("a", 1)));
    source.add(0, "{\"order_id\": \"o\", \"deleted\": true}");
    run();

    assertThat(lines()).isEmpty();
    assertThat(orders.rows()).isEmpty();
  }

  @Test
  void aRefusedOrderLeavesTheOldLines() {
    source.add(0, order("o", "x", line("a", 1), line("b", 1)));
    source.add(0, "{\"order_id\": \"o\", \"lines\": []}");
    run();

    assertThat(letters.letters()).extracting(DeadLetter::id).allMatch(id -> id.contains("+orders"));
    assertThat(lines()).containsExactly("o0a", "o1b");
  }

  @Test
  void aLineThatIsSentAgainGetsTheVersionOfItsOrder() {
    String wrong = order("o", "x", line("a", 1), line("b", "\"many\""));
    source.add(0, wrong);
    run();
    DeadLetter letter = letters.letters().get(0);
    assertThat(letter.element().path()).isEqualTo("$.lines[1]");
    assertThat(letter.id()).contains("#1+lines/map");
    assertThat(lines()).containsExactly("o0a");
    var found = new ElementRedrive.Finder(ORDER, false).find(letter, 2, wrong.getBytes(UTF_8));

    byte[] repaired = wrong.replace("\"many\"", "9").getBytes(UTF_8);
    RunReport report = sentAgain(1, repaired, found.only());

    assertThat(lines()).containsExactly("o0a", "o1b");
    assertThat(report.branches().get("orders").read()).as("no order changes").isZero();
    assertThat(report.branches().get("lines").read()).isEqualTo(1);
    source.add(0, order("o", "x"));
    run();
    sentAgain(5, repaired, found.only());
    assertThat(lines()).as("a line of an order that has changed since is not live").isEmpty();
  }

  /** As a re-drive sends it: with the time that it had. */
  private RunReport sentAgain(long offset, byte[] value, SourceRecord.Header only) {
    SourceRecord first = source.records().get(0);
    try (DirectRun run = DirectRun.open(shop().build())) {
      run.process(
          new SourceRecord(
              first.partition(),
              first.source(),
              offset,
              first.timestamp(),
              null,
              value,
              2,
              List.of(only)));
      return run.flush();
    }
  }

  @Test
  void anOrderThatIsSentAgainKeepsItsLines() {
    source.add(0, "{\"order_id\": \"o\", \"lines\": [%s]}".formatted(line("a", 1)));
    run();
    DeadLetter letter = letters.letters().get(0);
    assertThat(letter.element().branch()).isEqualTo("orders");
    var only =
        new SourceRecord.Header(ElementRedrive.ONLY, "0#0+orders of shop v1".getBytes(UTF_8));

    sentAgain(7, order("o", "x", line("a", 1)).getBytes(UTF_8), only);

    assertThat(orders.rows()).hasSize(1);
    assertThat(lines()).containsExactly("o0a");
  }

  @Test
  void aLetterOfTheVersionBeforeIsSentAgainWithThatVersion() {
    source.add(0, "{\"order_id\": \"o\", \"lines\": [%s]}".formatted(line("a", 1)));
    run();
    DeadLetter letter = letters.letters().get(0);
    assertThat(letter.element().definition()).isEqualTo("shop v1");
    var found =
        new ElementRedrive.Finder(ORDER, false).find(letter, 2, source.records().get(0).value());

    try (DirectRun second = DirectRun.open(shop().version(2).build())) {
      second.process(
          new SourceRecord(
              source.records().get(0).partition(),
              "shop",
              5,
              source.records().get(0).timestamp(),
              null,
              order("o", "x", line("a", 1)).getBytes(UTF_8),
              2,
              List.of(found.only())));
      second.flush();
    }

    assertThat(orders.rows()).hasSize(1);
    assertThat(lines()).as("of the order's version").containsExactly("o0a");
  }

  @Test
  void aSinksLetterOfAnItemBesideOtherKindsIsFound() {
    Pipeline routed =
        Pipeline.named("shop")
            .branch("lines", b -> b.records(LINE).whereField("kind", "order").rows(lines))
            .build();
    byte[] both =
        "[{\"kind\": \"parcel\"}, {\"kind\": \"order\", \"order_id\": \"o\", \"lines\": [{\"sku\": \"a\"}]}]"
            .getBytes(UTF_8);
    source.add(
        0,
        both,
        List.of(
            new SourceRecord.Header(ElementRedrive.ONLY, "0#0+lines of shop v1".getBytes(UTF_8))));

    try (ElementRedrive redrive = ElementRedrive.open(routed, "lines", lines.name())) {
      assertThat(redrive.write(source.records().get(0), 0).outcome())
          .isEqualTo(ElementRedrive.Outcome.WRITTEN);
    }
    assertThat(lines()).containsExactly("o0a");
  }

  @Test
  void whatCannotBeAPartIsRefused() {
    RecordType free =
        RecordType.named("free").items("lines").key("sku").column("sku", ColumnType.STRING).build();
    assertThatThrownBy(
            () ->
                Pipeline.named("shop")
                    .branch("orders", b -> b.records(ORDER).rows(orders))
                    .branch("lines", b -> b.records(free).rows(lines).partOf("orders"))
                    .build())
        .hasMessageContainingAll(
            "branch 'lines': partOf: got the key", "expected the key of 'orders'");
    assertThatThrownBy(
            () ->
                Pipeline.named("shop")
                    .branch("orders", b -> b.records(ORDER).rows(orders).partOf("lines"))
                    .branch("lines", b -> b.records(LINE).rows(lines).partOf("orders"))
                    .build())
        .hasMessageContaining("is itself a part of this one");
  }

  private void refused(
      Consumer<BranchBuilder> ofOrders, Consumer<BranchBuilder> ofLines, String reason) {
    assertThatThrownBy(
            () ->
                Pipeline.named("shop")
                    .branch("orders", b -> ofOrders.accept(b.rows(orders)))
                    .branch("lines", b -> ofLines.accept(b.rows(lines).partOf("orders")))
                    .build())
        .hasMessageContaining("branch 'lines': partOf: " + reason);
  }

  @Test
  void partsAreOfTheElementThatTheirWholeIsOf() {
    refused(
        b -> b.records(ORDER).fromTopic("orders"),
        b -> b.records(LINE).whereHeader("kind", "lines"),
        "takes header \"kind\" = \"lines\", and 'orders' takes topic = \"orders\"; expected the same");
    refused(
        b -> b.records(ORDER),
        b -> b.records(LINE).fromTopic("orders"),
        "takes topic = \"orders\", and 'orders' takes every record");
    RecordType inEnvelope =
        RecordType.named("order")
            .key("order_id")
            .column("order_id", ColumnType.STRING)
            .envelope("orders")
            .build();
    refused(
        b -> b.records(inEnvelope),
        b -> b.records(LINE),
        "got the envelopes [], and 'orders' has [orders]; expected the same of both types");
  }

  @Test
  void theKeyIsMadeAlike() {
    PersonalData one = PersonalData.hash(HmacKey.ofHex("01".repeat(16)));
    PersonalData other = PersonalData.hash(HmacKey.ofHex("02".repeat(16)));
    String hashed = "the key column 'email' is hashed otherwise than in 'orders'";
    refused(
        b -> b.records(mail("", "email").build()).personal(one), b -> b.records(mails()), hashed);
    refused(
        b -> b.records(mail("", "email").build()).personal(one),
        b -> b.records(mails()).personal(other),
        hashed);
    refused(
        b -> b.records(mail("", "email").build()).personal(one),
        b -> b.records(mails()).personal(one).personal(one),
        hashed);
    Pipeline.named("shop")
        .branch("orders", b -> b.records(mail("", "email").build()).personal(one).rows(orders))
        .branch(
            "lines",
            b ->
                b.records(mails())
                    .personal(PersonalData.drop().only("sku"))
                    .personal(one.only("email"))
                    .rows(lines)
                    .partOf("orders"))
        .build();

    RecordType derived =
        RecordType.named("order")
            .key("email")
            .column("mail", ColumnType.STRING)
            .derived("email", ColumnType.STRING, List.of("mail"), (row, time) -> row.get("mail"))
            .build();
    refused(
        b -> b.records(derived),
        b -> b.records(mails()),
        "the key column 'email' has a function in one of the two types only");
  }

  private static RecordTypeBuilder mail(String from, String... key) {
    return RecordType.named("mail")
        .key(key)
        .column("email", ColumnType.STRING)
        .from(from + "email")
        .personal();
  }

  private static RecordType mails() {
    return mail("$.", "email", "line")
        .items("lines")
        .itemIndex("line")
        .column("sku", ColumnType.STRING)
        .build();
  }

  private static RecordType versioned(boolean isLine, String path) {
    var type = RecordType.named("t").key("order_id");
    if (isLine) {
      type = RecordType.named("t").items("lines").key("order_id", "line").itemIndex("line");
    }
    return type.column("order_id", ColumnType.STRING)
        .from(isLine ? "$.order_id" : "order_id")
        .column("at", ColumnType.TIMESTAMP)
        .from(path)
        .rowVersion("at")
        .build();
  }

  @Test
  void versionsFromOtherPlacesAndWholesThatAreNotStoredAreRefused() {
    assertThatThrownBy(
            () ->
                Pipeline.named("shop")
                    .branch("orders", b -> b.records(versioned(false, "at")).rows(orders))
                    .branch(
                        "lines",
                        b -> b.records(versioned(true, "$.upd")).rows(lines).partOf("orders"))
                    .build())
        .hasMessageContaining("got rowVersion from [upd], and 'orders' has it from [at]");
    Pipeline.named("shop")
        .branch("orders", b -> b.records(versioned(false, "at")).rows(orders))
        .branch("lines", b -> b.records(versioned(true, "$.at")).rows(lines).partOf("orders"))
        .build();
    assertThatThrownBy(
            () ->
                Pipeline.named("shop")
                    .branch(
                        "orders", b -> b.records(ORDER).aggregate(Aggregation.named("n").count()))
                    .branch("lines", b -> b.records(LINE).rows(lines).partOf("orders"))
                    .into(InMemoryAggregates.named("not-stored"))
                    .build())
        .hasMessageContaining("'orders' has no rows(…)");
  }

  @Test
  void thePlanTellsWhatIsLive() {
    assertThat(shop().build().plan().toString())
        .contains("part of  orders", "parts that are older than their whole are removed");
  }
}
