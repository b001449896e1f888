package dev.rollcall.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.commerce.Orders;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A day of UCI Online Retail as orders, a line of an invoice each, against a plain recount of the
 * text. The file has commas and quotes in its descriptions, returns, and buyers without an id.
 */
class InvoicesCorpusTest {

  private static final String FILE = "uci-online-retail-2010-12-01.csv";
  private static final int LINES = 3_108;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aLineOfAnInvoiceIsAnOrder(TestInfo test) throws IOException {
    Path path = ShopCorpus.file(FILE);
    InMemorySource source = InMemorySource.named(test.getDisplayName(), 2);
    try (Stream<CsvRecord> records = CsvFile.open(path).records()) {
      records.forEach(record -> source.add((int) (record.number() % 2), order(record)));
    }
    InMemoryRows rows = InMemoryRows.named(test.getDisplayName());
    InMemoryAggregates aggregates = InMemoryAggregates.named(test.getDisplayName());
    Pipeline pipeline =
        Pipeline.named("invoices")
            .records(Orders.recordType())
            .rows(rows)
            .aggregate(
                Aggregation.named("sales_per_state")
                    .groupBy("day", "state")
                    .count()
                    .sum("quantity")
                    .sum("total")
                    .distinct("customer_id"))
            .into(aggregates)
            .deadLetters(InMemoryDeadLetters.named(test.getDisplayName()))
            .build();
    try (PipelineRunner run = PipelineRunner.start(pipeline, source)) {
      RunReport report = run.awaitCaughtUp();
      assertThat(report.written()).isEqualTo(LINES);
      assertThat(report.read()).isEqualTo(LINES);
    }
    Map<String, String> found = new TreeMap<>();
    for (Map<String, ?> result : aggregates.results("sales_per_state")) {
      found.put(
          result.get("day") + " " + result.get("state"),
          "%s %s %s %s"
              .formatted(
                  result.get("count"),
                  result.get("sum_quantity"),
                  result.get("sum_total"),
                  result.get("distinct_customer_id")));
    }
    assertThat(found).hasSizeGreaterThan(5).isEqualTo(recount(path));
    assertThat(rows.rows()).hasSize(LINES);
    assertThat(rows.rows().stream().filter(row -> row.isNull("customer_id"))).hasSize(1_140);
  }

  /** The file's columns under the names of orders; a price per piece becomes a total. */
  private static String order(CsvRecord record) {
    try {
      JsonNode line = JSON.readTree(record.json());
      BigDecimal price = new BigDecimal(line.get("UnitPrice").textValue());
      return JSON.createObjectNode()
          .put("order_id", line.get("InvoiceNo").textValue() + "/" + record.number())
          .put("created_at", line.get("InvoiceDate").textValue())
          .put("customer_id", line.get("CustomerID").textValue())
          .put("product_id", line.get("StockCode").textValue())
          .put("quantity", line.get("Quantity").textValue())
          .put("total", price.multiply(new BigDecimal(line.get("Quantity").textValue())))
          .put("state", line.get("Country").textValue())
          .toString();
    } catch (IOException e) {
      throw new AssertionError(new String(record.json(), StandardCharsets.UTF_8), e);
    }
  }

  /** Counted from the end of each line, where no cell holds a comma. */
  private static Map<String, String> recount(Path path) throws IOException {
    List<String[]> lines =
        Files.readAllLines(path).stream()
            .skip(1)
            .map(
                text -> {
                  String[] cells = text.split(",", -1);
                  return Arrays.copyOfRange(cells, cells.length - 5, cells.length);
                })
            .toList();
    Map<String, String> expected = new TreeMap<>();
    lines.stream()
        .collect(Collectors.groupingBy(cells -> cells[1].substring(0, 10) + " " + cells[4]))
        .forEach(
            (group, all) -> {
              long quantity = all.stream().mapToLong(cells -> Long.parseLong(cells[0])).sum();
              BigDecimal total =
                  all.stream()
                      .map(cells -> new BigDecimal(cells[0]).multiply(new BigDecimal(cells[2])))
                      .reduce(BigDecimal.ZERO, BigDecimal::add)
                      .setScale(2);
              long buyers =
                  all.stream()
                      .map(cells -> cells[3])
                      .filter(id -> !id.isEmpty())
                      .distinct()
                      .count();
              expected.put(group, all.size() + " " + quantity + " " + total + " " + buyers);
            });
    return expected;
  }
}
