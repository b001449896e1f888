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
 * @param store JDBC URL, connection string of MongoDB, {@code host:port/datacenter} of Cassandra,
 *     the file that is read, or empty
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

  /** The same with other users. */
  public ForkInput users(int count) {
    return new ForkInput(
        benchmark, program, count, iterations, iterationMillis, kafka, topic, store);
  }

  /** The same with a topic and a store. */
  public ForkInput topic(String bootstrapServers, String name, String address) {
    return new ForkInput(
        benchmark, program, users, iterations, iterationMillis, bootstrapServers, name, address);
  }

  /** The same with a store alone. */
  public ForkInput store(String address) {
    return topic(kafka, topic, address);
  }
}
