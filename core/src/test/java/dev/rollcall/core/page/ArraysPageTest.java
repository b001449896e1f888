package dev.rollcall.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs docs/arrays.md: its Java stands here too, word for word, and its records give its rows. */
class ArraysPageTest {

  private static final Path SOURCE =
      Path.of("src", "test", "java", "dev", "rollcall", "core", "page", "ArraysPageTest.java");

  private final List<String> java = blocks("java");
  private final List<String> json = blocks("json");
  private final List<String> text = blocks("text");

  private static List<String> blocks(String language) {
    Pattern block =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    return block
        .matcher(read(Path.of("..", "docs", "arrays.md")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  @Test
  void thePageShowsTheCodeThatIsRunHere() {
    String here = read(SOURCE).replaceAll("\\s+", "");

    assertThat(java).hasSize(5).hasSameSizeAs(json).hasSameSizeAs(text);
    for (String code : java) {
      assertThat(here).contains(code.replaceAll("\\s+", ""));
    }
  }

  @Test
  void orderLines() throws Exception {
    String order = json.get(0);

    RecordType lines =
        RecordType.named("order_line")
            .key("order_id", "line")
            .items("lines")
            .column("order_id", ColumnType.STRING)
            .from("$.id")
            .itemIndex("line")
            .column("customer_id", ColumnType.STRING)
            .from("$.customer.id")
            .column("ordered_at", ColumnType.TIMESTAMP)
            .from("$.created_at")
            .required()
            .column("sku", ColumnType.STRING)
            .required()
            .column("quantity", ColumnType.INT64)
            .from("qty")
            .build();

    InMemoryRows table = InMemoryRows.named("order_lines");
    InMemoryAggregates counts = InMemoryAggregates.named("shop");
    InMemoryDeadLetters letters = InMemoryDeadLetters.named("shop");
    Pipeline pipeline =
        Pipeline.named("order_lines")
            .records(lines)
            .rows(table)
            .aggregate(Aggregation.named("sold").groupBy("sku").count().sum("quantity"))
            .into(counts)
            .deadLetters(letters)
            .build();

    InMemorySource orders = InMemorySource.named("orders", 1);
    orders.add(0, order);
    try (PipelineRunner run = PipelineRunner.start(pipeline, orders)) {
      run.awaitCaughtUp();
    }

    List<Row> rows = new ArrayList<>(table.rows());
    rows.sort(Comparator.comparing(row -> row.getLong("line")));
    assertThat(written(rows)).isEqualTo(text.get(0));
    assertThat(letters.letters()).hasSize(1);
    assertThat(letters.letters().get(0).element().path()).isEqualTo("$.lines[2]");
  }

  @Test
  void threeLevels() {
    RecordType lines =
        RecordType.named("parcel_line")
            .key("order_id", "shipment", "parcel", "line")
            .items("shipments.parcels.lines")
            .column("order_id", ColumnType.STRING)
            .from("$.id")
            .itemIndex("shipment", "shipments")
            .itemIndex("parcel", "shipments.parcels")
            .itemIndex("line")
            .column("carrier", ColumnType.STRING)
            .from("$.shipments[].carrier")
            .column("grams", ColumnType.INT64)
            .from("$.shipments[].parcels[].weight.grams")
            .column("sku", ColumnType.STRING)
            .build();

    gives(lines, 1);
  }

  @Test
  void keysAndValues() {
    RecordType event =
        RecordType.named("event")
            .key("event_id")
            .column("event_id", ColumnType.STRING)
            .column("page", ColumnType.STRING)
            .from("event_params[key=page_location].value.string_value")
            .column("session", ColumnType.INT64)
            .from("event_params[key=ga_session_id].value.int_value")
            .column("engaged_ms", ColumnType.INT64)
            .from("event_params[key=engagement_time_msec].value.int_value")
            .build();

    gives(event, 2);
  }

  @Test
  void scalars() {
    RecordType tags =
        RecordType.named("article_tag")
            .key("article_id", "tag")
            .items("tags")
            .column("article_id", ColumnType.STRING)
            .from("$.id")
            .column("tag", ColumnType.STRING)
            .from("@")
            .column("all_tags", ColumnType.JSON)
            .from("$.tags")
            .build();

    gives(tags, 3);
  }

  @Test
  void emptyArrays() {
    RecordType lines =
        RecordType.named("order_line")
            .key("order_id", "line")
            .itemsOrNull("lines")
            .column("order_id", ColumnType.STRING)
            .from("$.id")
            .itemIndex("line")
            .column("sku", ColumnType.STRING)
            .build();

    gives(lines, 4);
  }

  private void gives(RecordType type, int example) {
    List<Element> elements =
        Flattener.of(type).flatten(json.get(example).getBytes(StandardCharsets.UTF_8), null);

    assertThat(written(elements.stream().map(each -> ((Element.Accepted) each).row()).toList()))
        .isEqualTo(text.get(example));
  }

  private static String written(Collection<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      if (text.isEmpty()) {
        text.append(String.join(" | ", row.schema().names())).append('\n');
      }
      text.append(
              IntStream.range(0, row.schema().size())
                  .mapToObj(at -> String.valueOf(row.get(at)))
                  .collect(Collectors.joining(" | ")))
          .append('\n');
    }
    return text.toString();
  }
}
