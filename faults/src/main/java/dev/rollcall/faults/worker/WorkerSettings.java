package dev.rollcall.faults.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;

/**
 * What a worker is told, as one JSON argument of its JVM.
 *
 * @param name of the topic, the consumer group, the keyspace and the database
 * @param kafka bootstrap servers
 * @param cassandra contact point, host:port
 * @param datacenter of Cassandra
 * @param store of the aggregates: MongoDB's connection string, or a JDBC URL
 * @param behaviour in which it may differ from others
 */
public record WorkerSettings(
    String name,
    String kafka,
    String cassandra,
    String datacenter,
    String store,
    Behaviour behaviour)
    implements Serializable {

  /** How a worker behaves: as it should, or with a planted bug. */
  public enum Behaviour {
    SOUND("as it should"),
    SLOW("with a slow row sink and narrow bounds"),
    COMMITS_FIRST("a worker commits before any sink has the records"),
    DEAF("a worker does not hear refused writes");

    /** For results. */
    public final String label;

    Behaviour(String label) {
      this.label = label;
    }
  }

  /** Session time-out of the group, {@value} ms. */
  public static final int SESSION_MS = 3_000;

  /** How long a stop or a revocation may drain, {@value} ms. */
  public static final int DRAIN_MS = 10_000;

  /** Of a slow worker: what its row sink takes, {@value} rows per second. */
  public static final int SLOW_ROWS_PER_SECOND = 10;

  /** Of a slow worker: its {@code max.poll.interval.ms}, {@value}. */
  public static final int SLOW_POLL_MS = 10_000;

  /** Of a slow worker: how many records may be in flight, {@value}. */
  public static final int SLOW_IN_FLIGHT = 2_000;

  /** The table of the rows, {@value}. */
  public static final String TABLE = "visits";

  /** The aggregation's name, and so its collection's or table's, {@value}. */
  public static final String AGGREGATION = "visits_by_city";

  private static final ObjectMapper JSON = new ObjectMapper();

  static WorkerSettings of(String argument) throws JsonProcessingException {
    return JSON.readValue(argument, WorkerSettings.class);
  }

  /** The argument of the worker's JVM. */
  public String toArgument() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The dead-letter topic. */
  public String letters() {
    return name + ".letters";
  }

  boolean slow() {
    return behaviour == Behaviour.SLOW;
  }
}
