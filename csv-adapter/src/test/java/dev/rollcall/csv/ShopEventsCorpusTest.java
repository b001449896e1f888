package dev.rollcall.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * The first hours of October 2019 of a real shop, through a whole pipeline, against a plain recount
 * of the file's text: no JSON, no record type, no aggregation.
 */
class ShopEventsCorpusTest {

  private static final String FILE = "rees46-2019-oct.csv";
  private static final int EVENTS = 5_019;
  private static final int REPEATED_LINES = 3;

  /** One line, split; none of this file's cells is quoted. */
  private record Line(String[] cells) {
    boolean is(String type) {
      return cells[1].equals(type);
    }

    String day() {
      return cells[0].substring(0, 10);
    }

    String minute() {
      return day() + "T" + cells[0].substring(11, 16) + ":00Z";
    }

    String category() {
      return cells[4].isEmpty() ? "null" : cells[4];
    }

    String brand() {
      return cells[5].isEmpty() ? "null" : cells[5];
    }
  }

  @Test
  void everyFigureIsThatOfAPlainRecount(TestInfo test) throws IOException {
    Path path = ShopCorpus.file(FILE);
    List<Line> lines = lines(path);
    assertThat(lines).hasSize(EVENTS);
    assertThat(count(lines, "purchase")).isEqualTo(54);
    assertThat(revenue(lines)).isEqualTo("14786.59");
    World world = new World(test.getDisplayName(), CsvFile.open(path).withIds("event_id"));

    RunReport report = world.run();
    assertThat(report.read()).isEqualTo(EVENTS);
    assertThat(report.written()).isEqualTo(EVENTS);
    assertThat(report.deadLettered()).isZero();
    world.agreesWith(lines);
    assertThat(world.rows.rows()).as("each line has an id of its own").hasSize(EVENTS);
    assertThat(
            world.rows.rows().stream()
                .map(row -> row.getDecimal("revenue"))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualTo(revenue(lines));

    world.source.rewind();
    assertThat(world.run().read()).isEqualTo(EVENTS);
    world.agreesWith(lines);
    assertThat(world.rows.rows()).hasSize(EVENTS);
  }

  @Test
  void withoutIdsEqualLinesAreOneRowAndAreStillCountedEach(TestInfo test) throws IOException {
    Path path = ShopCorpus.file(FILE);
    List<Line> lines = lines(path);
    World world = new World(test.getDisplayName(), CsvFile.open(path));
    RunReport report = world.run();
    // equal lines in two partitions: the older one is outdated if the other worker was first
    assertThat(report.written() + report.outdated()).isEqualTo(EVENTS);
    assertThat(report.outdated()).isLessThanOrEqualTo(REPEATED_LINES);
    world.agreesWith(lines);
    assertThat(world.rows.rows()).hasSize(EVENTS - REPEATED_LINES);
    assertThat(new HashSet<>(Files.readAllLines(path))).hasSize(1 + EVENTS - REPEATED_LINES);
  }

  /** A pipeline over ports in memory, with the file in three partitions. */
  private static final class World {
    final InMemorySource source;
    final InMemoryRows rows;
    final InMemoryAggregates aggregates;
    final Pipeline pipeline;

    World(String name, CsvFile file) {
      source = InMemorySource.named(name, 3);
      rows = InMemoryRows.named(name);
      aggregates = InMemoryAggregates.named(name);
      try (Stream<CsvRecord> records = file.records()) {
        records.forEach(record -> source.add((int) (record.number() % 3), record.json()));
      }
      pipeline =
          Pipeline.named("shop")
              .records(CommerceEvents.recordType())
              .rows(rows)
              .aggregate(CommerceEvents.salesPerCategory())
              .aggregate(CommerceEvents.salesPerBrand())
              .aggregate(CommerceEvents.funnelPerDay())
              .aggregate(CommerceEvents.revenuePerMinute())
              .into(aggregates)
              .deadLetters(InMemoryDeadLetters.named(name))
              .build();
    }

    RunReport run() {
      try (PipelineRunner run = PipelineRunner.start(pipeline, source)) {
        return run.awaitCaughtUp();
      }
    }

    void agreesWith(List<Line> lines) {
      assertThat(results("sales_per_category")).isEqualTo(sales(lines, Line::category));
      assertThat(results("sales_per_brand")).isEqualTo(sales(lines, Line::brand));
      assertThat(results("revenue_per_minute")).isEqualTo(perMinute(lines));
      funnelAgreesWith(lines);
    }

    private void funnelAgreesWith(List<Line> lines) {
      assertThat(aggregates.results("funnel_per_day")).hasSize(1);
      Map<String, ?> day = aggregates.results("funnel_per_day").get(0);
      long views = count(lines, "view");
      long purchases = count(lines, "purchase");
      assertThat(day.get("day")).hasToString(lines.get(0).day());
      assertThat(day.get("views")).isEqualTo(views);
      assertThat(day.get("carts")).isEqualTo(count(lines, "cart"));
      assertThat(day.get("purchases")).isEqualTo(purchases);
      assertThat(day.get("conversion"))
          .isEqualTo(
              BigDecimal.valueOf(purchases)
                  .divide(BigDecimal.valueOf(views), 4, RoundingMode.HALF_EVEN));
      // beyond 1,024 sessions an estimate, with a standard error of 1.2 %: three of them
      int sessions = distinct(lines, 8);
      assertThat((Long) day.get("sessions")).isCloseTo(sessions, within(sessions * 36L / 1000));
    }

    /** The group's columns to its measures. */
    private Map<String, String> results(String aggregation) {
      Map<String, String> found = new TreeMap<>();
      for (Map<String, ?> result : aggregates.results(aggregation)) {
        List<String> texts = result.values().stream().map(String::valueOf).toList();
        found.put(
            String.join(" ", texts.subList(0, 2)),
            String.join(" ", texts.subList(2, texts.size())));
      }
      return found;
    }
  }

  private static Map<String, String> sales(List<Line> lines, Function<Line, String> by) {
    Map<String, String> expected = new TreeMap<>();
    lines.stream()
        .collect(Collectors.groupingBy(line -> line.day() + " " + by.apply(line)))
        .forEach(
            (group, all) -> {
              List<Line> sold = all.stream().filter(line -> line.is("purchase")).toList();
              expected.put(group, sold.size() + " " + revenue(sold) + " " + distinct(sold, 7));
            });
    return expected;
  }

  private static Map<String, String> perMinute(List<Line> lines) {
    Map<String, String> expected = new TreeMap<>();
    lines.stream()
        .collect(Collectors.groupingBy(Line::minute))
        .forEach(
            (minute, all) ->
                expected.put(
                    minute + " " + Instant.parse(minute).plusSeconds(60),
                    count(all, "purchase") + " " + revenue(all)));
    return expected;
  }

  private static long count(List<Line> lines, String type) {
    return lines.stream().filter(line -> line.is(type)).count();
  }

  private static BigDecimal revenue(List<Line> lines) {
    return lines.stream()
        .filter(line -> line.is("purchase"))
        .map(line -> new BigDecimal(line.cells()[6]))
        .reduce(new BigDecimal("0.00"), BigDecimal::add);
  }

  private static int distinct(List<Line> lines, int cell) {
    Set<String> values = new HashSet<>();
    lines.forEach(line -> values.add(line.cells()[cell]));
    return values.size();
  }

  private static List<Line> lines(Path path) throws IOException {
    return Files.readAllLines(path).stream()
        .skip(1)
        .map(text -> new Line(text.split(",", -1)))
        .toList();
  }
}
