package dev.rollcall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Metric;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@Tag("long")
class PipelineBenchIT {

  private static final int USERS = 300;

  @Test
  void everyProgramOfEveryPipelineReadsTheWholeTopic() throws Exception {
    Build build = new Build(Path.of("..").toRealPath(), Build.current().classPath());
    BenchOptions options = new BenchOptions();
    new CommandLine(options).parseArgs("--users", Integer.toString(USERS));
    List<Benchmark> pipelines =
        Benchmarks.all().stream().filter(benchmark -> benchmark.needs().servers()).toList();
    try (Inputs inputs = Inputs.open(pipelines, options, message -> {})) {
      for (Benchmark benchmark : pipelines) {
        for (Program program : benchmark.programs()) {
          ForkInput input = inputs.of(benchmark, program);
          boolean withPeers = ((Work.Pass) program.work()).withPeers();
          // throws if the program did not get all of them
          assertThat(withPeers ? Fork.measure(build, true, input) : ForkMain.measure(input))
              .containsKeys(Metric.CPU_NANOS, Metric.WALL_NANOS);
        }
      }
    }
  }
}
