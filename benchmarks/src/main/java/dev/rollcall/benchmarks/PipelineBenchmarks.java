package dev.rollcall.benchmarks;

import static dev.rollcall.benchmarks.Program.pass;

import dev.rollcall.benchmarks.Benchmark.Needs;
import dev.rollcall.benchmarks.peer.ConsumerLoop;
import dev.rollcall.benchmarks.peer.ProfileBatches;
import dev.rollcall.benchmarks.peer.SparkJobs;
import dev.rollcall.benchmarks.subject.GroupsPipeline;
import dev.rollcall.benchmarks.subject.PartitionedGroups;
import dev.rollcall.benchmarks.subject.ProfilePipeline;
import dev.rollcall.benchmarks.subject.RowWrites;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Measured;
import java.util.List;
import java.util.stream.Stream;

/** From Kafka to a store, from nothing open to all stored, committed and closed again. */
final class PipelineBenchmarks {

  private static final int USERS = 200_000;
  private static final int GROUPED_USERS = 100_000;

  /** The stand-in takes 2 ms for what Rollcall asks of it per row. */
  private static final int STAND_IN_USERS = 20_000;

  private PipelineBenchmarks() {}

  /** A pass that counts its records and no more. */
  interface Counting {
    long run(ForkInput input, String table) throws Exception;
  }

  static List<Benchmark> all() {
    Program touch =
        counting("touch", "a loop that adds up the bytes", (i, t) -> ConsumerLoop.touch(i));
    return List.of(
        of(
            "kafka",
            "Kafka to rows that are dropped",
            Needs.KAFKA,
            rollcall(ProfilePipeline::run),
            touch,
            loop("a consumer loop that makes rows out of trees")),
        of(
            "kafka-aggregates",
            "Kafka to three daily aggregations with distinct users and quantiles, in memory",
            Needs.KAFKA,
            rollcall((input, table) -> GroupsPipeline.three(input, 0)),
            touch,
            counting(
                "sketches",
                "a consumer loop: rows out of trees, HashMap, HLL and KLL",
                (input, table) -> ConsumerLoop.sketches(input))),
        of(
            "workers",
            "the same, by the number of worker threads in one process",
            Needs.KAFKA,
            counting("2", "two workers", (input, table) -> GroupsPipeline.three(input, 2)),
            counting("1", "one worker", (input, table) -> GroupsPipeline.three(input, 1))),
        of(
            "postgres",
            "Kafka to a table of PostgreSQL",
            Needs.POSTGRES,
            rollcall(ProfilePipeline::run),
            loop("a consumer loop with batched upserts"),
            Program.peerPass(
                "spark",
                "a Spark job: from_json, append by JDBC",
                (input, table) -> Measured.of(SparkJobs.append(input, table)))),
        of(
            "postgres-rows",
            "prepared rows to a table of PostgreSQL, 1,000 at a time",
            Needs.POSTGRES,
            rollcall(RowWrites::run),
            counting("upserts", "batched upserts", ProfileBatches::write)),
        of(
            "cassandra",
            "Kafka to a table of Cassandra",
            Needs.CASSANDRA,
            rollcall(ProfilePipeline::run),
            loop("a consumer loop with asynchronous inserts")),
        new Benchmark(
            "mongo",
            "Kafka to a collection of the MongoDB stand-in, which is not MongoDB",
            Needs.MONGO,
            STAND_IN_USERS,
            List.of(
                rollcall(ProfilePipeline::run),
                loop("a consumer loop with unordered bulk upserts"))),
        new Benchmark(
            "partitions",
            "one aggregation of 42 groups into PostgreSQL, by the partitions of the topic",
            Needs.POSTGRES,
            GROUPED_USERS,
            Stream.of(256, 64, 8, 1).map(PipelineBenchmarks::partitioned).toList()));
  }

  private static Program partitioned(int count) {
    String title = count == 1 ? "one partition" : count + " partitions";
    return pass(Integer.toString(count), title, PartitionedGroups::run).partitions(count);
  }

  static Program counting(String name, String title, Counting counting) {
    return pass(name, title, (input, table) -> Measured.of(counting.run(input, table)));
  }

  private static Program rollcall(Counting counting) {
    return counting(Benchmark.ROLLCALL, "Rollcall", counting);
  }

  private static Program loop(String title) {
    return counting("readTree", title, ConsumerLoop::readTree);
  }

  private static Benchmark of(String name, String title, Needs needs, Program... programs) {
    return new Benchmark(name, title, needs, USERS, List.of(programs));
  }
}
