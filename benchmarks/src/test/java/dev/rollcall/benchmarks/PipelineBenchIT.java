package dev.rollcall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class PipelineBenchIT {

  private static final int USERS = 300;

  @Test
  void everyProgramOfEveryPipelineReadsTheWholeTopic() throws Exception {
    List<Benchmark> pipelines = Benchmarks.all().stream().filter(Benchmark::isPipeline).toList();
    try (BenchServers servers = BenchServers.start(pipelines, USERS, message -> {})) {
      for (Benchmark benchmark : pipelines) {
        for (Benchmark.Program program : benchmark.programs()) {
          // throws if the program did not get all of them
          assertThat(ForkMain.measure(servers.input(benchmark, USERS).program(program.name())))
              .containsOnlyKeys(Metric.CPU_NANOS, Metric.WALL_NANOS);
        }
      }
    }
  }
}
