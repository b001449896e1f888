package dev.rollcall.benchmarks.workload;

/**
 * What a child JVM measures; handed to it as JSON.
 *
 * @param benchmark name of the benchmark
 * @param program what is measured: {@code rollcall} or one of its peers
 * @param users how many distinct users; in a pipeline benchmark, the records of the topic
 * @param iterations of JMH, for warming up and again for measuring
 * @param iterationMillis milliseconds that an iteration lasts
 * @param kafka bootstrap servers, empty if none are needed
 * @param topic the topic that holds the users
 * @param store JDBC URL, or {@code host:port/datacenter} of Cassandra, or empty
 */
public record ForkInput(
    String benchmark,
    String program,
    int users,
    int iterations,
    int iterationMillis,
    String kafka,
    String topic,
    String store) {

  /** The same for another program. */
  public ForkInput program(String name) {
    return new ForkInput(benchmark, name, users, iterations, iterationMillis, kafka, topic, store);
  }
}
