package dev.rollcall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.benchmarks.workload.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformancePageTest {

  private static final Path CHECKOUT = Path.of("..");

  @TempDir private Path folder;

  @Test
  void thePageSaysWhatTheResultsSay() throws Exception {
    PerformancePage page = new PerformancePage(CHECKOUT);
    String text = Files.readString(page.page());

    assertThat(text)
        .as("docs/performance.md; make it anew with ./rollcall bench --page")
        .isEqualTo(page.current(text));
  }

  @Test
  void aGoalIsMetOrMissedByAPartOfIt() throws Exception {
    Benchmark decode = Benchmarks.named(List.of("decode")).get(0);
    Outcome outcome =
        new Outcome(
            decode,
            "rollcall",
            Map.of(
                "rollcall", List.of(round(1_000, 2_000)),
                "tokens", List.of(round(1_200, 800)),
                "readTree", List.of(round(2_640, 10_000))));
    write("decode", new ResultFile("./rollcall bench", Map.of()).content(outcome, 16_384));

    String page = page();

    assertThat(page)
        .startsWith("before")
        .endsWith("after")
        .doesNotContain("old")
        .contains(
            "| CPU × tokens | ≥ 1.15 | 1.20 (1.20–1.20) | met |",
            "| CPU × readTree | ≥ 3.30 | 2.64 (2.64–2.64) | **missed by 20 %** |",
            "| ≤ 1,100 | 2,000 (2,000–2,000) | **missed by 82 %** |",
            "| [kafka](#kafka) | clock × touch | ≥ 0.70 | – | not measured |",
            "| readTree: columns out of a tree | 2,640; 2.64 (2.64–2.64) |");
    assertThat(page()).isEqualTo(page);
  }

  private static Map<Metric, Double> round(double nanos, double bytes) {
    return Map.of(Metric.CPU_NANOS, nanos, Metric.WALL_NANOS, nanos, Metric.ALLOCATED_BYTES, bytes);
  }

  private void write(String name, Map<String, Object> content) throws Exception {
    ResultFile.write(folder.resolve("docs/results/bench-" + name + ".json"), content);
    Files.writeString(
        folder.resolve("docs/performance.md"),
        "before\n" + PerformancePage.BEGIN + "\nold\n" + PerformancePage.END + "\nafter");
  }

  private String page() throws Exception {
    return Files.readString(new PerformancePage(folder).write());
  }
}
