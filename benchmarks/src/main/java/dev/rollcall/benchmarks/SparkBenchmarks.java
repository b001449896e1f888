package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.Benchmark.Needs;
import dev.rollcall.benchmarks.peer.SparkJobs;
import dev.rollcall.benchmarks.subject.GroupsPipeline;
import dev.rollcall.benchmarks.subject.SparkPipeline;
import dev.rollcall.benchmarks.workload.Measured;
import java.util.List;

/** Against the job that people write with Spark; its session is started before. */
final class SparkBenchmarks {

  private static final int USERS = 200_000;

  private SparkBenchmarks() {}

  static List<Benchmark> all() {
    return List.of(
        new Benchmark(
            "spark-postgres",
            "Kafka to a table of PostgreSQL on Spark, two cores",
            Needs.POSTGRES,
            USERS,
            List.of(
                Program.peerPass(
                    Benchmark.ROLLCALL,
                    "Rollcall on Spark: upserts",
                    (input, table) -> Measured.of(SparkPipeline.profiles(input, table))),
                Program.peerPass(
                    "spark",
                    "from_json, append by JDBC",
                    (input, table) -> Measured.of(SparkJobs.append(input, table))))),
        new Benchmark(
            "spark-groups",
            "Kafka to one aggregation: count, mean, distinct, quantiles; one core",
            Needs.KAFKA,
            USERS,
            List.of(
                PipelineBenchmarks.counting(
                    Benchmark.ROLLCALL,
                    "Rollcall in this JVM, one worker",
                    (input, table) -> GroupsPipeline.one(input)),
                Program.peerPass(
                    "from_json",
                    "Spark local[1]: from_json, groupBy, approx_count_distinct, percentile_approx",
                    (input, table) -> Measured.of(SparkJobs.groups(input))))));
  }
}
