package dev.rollcall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.benchmarks.subject.Growth;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Measured;
import dev.rollcall.benchmarks.workload.Metric;
import dev.rollcall.core.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That everything runs and results have their shape; no assertion is about time. */
class BenchTest {

  private static final Map<Metric, Double> SLOW = Map.of(Metric.WALL_NANOS, 30.0);
  private static final Map<Metric, Double> FAST = Map.of(Metric.WALL_NANOS, 10.0);

  @TempDir private Path folder;

  @Test
  void everyProgramOfEveryStepRuns() throws Exception {
    for (Benchmark benchmark : Benchmarks.all()) {
      for (Program program : benchmark.programs()) {
        if (program.work() instanceof Work.Step) {
          assertThat(ForkMain.measure(input(benchmark, program, 200)))
              .containsOnlyKeys(Metric.CPU_NANOS, Metric.WALL_NANOS, Metric.ALLOCATED_BYTES);
        }
      }
    }
  }

  @Test
  void growthTellsOfMemory() throws Exception {
    Benchmark growth = Benchmarks.named(List.of("growth")).get(0);
    ForkInput input = input(growth, growth.programs().get(0), 2_000);

    for (Measured measured : List.of(Growth.steps(input, ""), Growth.engine(input, ""))) {
      assertThat(measured.records()).isEqualTo(2_000);
      assertThat(measured.figures())
          .containsKeys(Metric.CPU_NANOS, Metric.WALL_NANOS, Metric.HEAP_BYTES);
    }
  }

  private static ForkInput input(Benchmark benchmark, Program program, int users) {
    return new ForkInput(benchmark.name(), program.name(), users, 1, 10, "", "", "");
  }

  @Test
  void aResultHasFiguresRatiosAndWhatItTakesToDoItAgain() throws Exception {
    Path file = folder.resolve("result.json");

    int code =
        new Bench(Build.current())
            .execute("--quick", "--only", "state-read", "--json", file.toString());

    assertThat(code).isZero();
    JsonNode result = new ObjectMapper().readTree(file.toFile()).get(0);
    assertThat(result.at("/benchmark").asText()).isEqualTo("state-read");
    assertThat(result.at("/command").asText())
        .isEqualTo("./rollcall bench --only state-read --quick");
    assertThat(result.at("/perRecord/rollcall/cpuNanos/median").asDouble()).isPositive();
    assertThat(result.at("/perRecord/sketches/wallNanos/max").asDouble()).isPositive();
    assertThat(result.at("/ratiosOf").asText()).isEqualTo("rollcall");
    assertThat(result.at("/ratiosTo/sketches/allocatedBytes/min").asDouble()).isPositive();
    assertThat(result.at("/commits/rollcall").asText()).isNotEmpty();
    assertThat(result.at("/machine/cores").asInt()).isPositive();
  }

  @Test
  void aRatioAboveOneMeansFasterInTheSameRound() {
    Outcome outcome =
        new Outcome(
            Benchmarks.all().get(0),
            "after",
            Map.of("after", List.of(FAST, FAST, SLOW), "before", List.of(SLOW, FAST, FAST)));

    assertThat(outcome.ratios("before", Metric.WALL_NANOS))
        .isEqualTo(new Outcome.Spread(1.0, 1.0 / 3, 3.0));
  }

  @Test
  void optionsSayHowManyRecordsThereAre() {
    Benchmark step = Benchmarks.named(List.of("decode")).get(0);
    Benchmark pipeline = Benchmarks.named(List.of("kafka")).get(0);
    Benchmark growth = Benchmarks.named(List.of("growth")).get(0);

    assertThat(options().users(pipeline)).isEqualTo(200_000);
    assertThat(options("--users", "300000").users(pipeline)).isEqualTo(300_000);
    assertThat(options("--users", "300000").users(step)).isEqualTo(16_384);
    assertThat(options().programs(growth)).extracting(Program::users).endsWith(1_000_000);
    assertThat(options("--up-to", "10000000").programs(growth))
        .extracting(Program::users)
        .endsWith(10_000_000);
    assertThat(options("--up-to", "10000000").command())
        .isEqualTo("./rollcall bench --rounds 5 --up-to 10000000");
  }

  private static BenchOptions options(String... arguments) {
    BenchOptions options = new BenchOptions();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  @Test
  void anotherBuildMustBeBuiltWhereItStands() throws Exception {
    assertThatThrownBy(() -> Build.at(folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no built benchmarks");

    Path target = Files.createDirectories(folder.resolve("benchmarks/target/classes")).getParent();
    Files.writeString(
        target.resolve("classpath.txt"), "/elsewhere/core/target/rollcall-core-1.jar");
    assertThatThrownBy(() -> Build.at(folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("built in another folder");
  }

  @Test
  void wrongUseIsToldByTheExitCode() {
    Bench bench = new Bench(Build.current());

    assertThat(bench.execute("--only", "nothing")).isEqualTo(2);
    assertThat(new Bench(Build.current()).execute("--rounds", "0")).isEqualTo(2);
    assertThat(new Bench(Build.current()).execute("--users", "-1")).isEqualTo(2);
    assertThat(new Bench(Build.current()).execute("--list")).isZero();
  }
}
