package dev.rollcall.faults.kill.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a worker is told, as arguments {@code name=value} of its JVM.
 *
 * @param kafka bootstrap servers
 * @param topic where the visits are
 * @param group consumer group
 * @param letters dead-letter topic
 * @param cassandra contact point, host:port
 * @param datacenter of Cassandra
 * @param keyspace of Cassandra, and the table in it is {@code visits}
 * @param store of the aggregates: MongoDB's connection string, or a JDBC URL
 * @param database of MongoDB
 * @param sessionMs session time-out of the group
 * @param pollMs {@code max.poll.interval.ms}
 * @param threads worker threads of the engine
 * @param inFlight most records in flight
 * @param flushMs how often partitions flush
 * @param drainMs how long a stop or a revocation may wait
 * @param rowsPerSecond throttle of the row sink; 0 for none
 * @param bug a planted bug: {@code none}, {@code commit-first} or {@code deaf}
 */
public record WorkerSettings(
    String kafka,
    String topic,
    String group,
    String letters,
    String cassandra,
    String datacenter,
    String keyspace,
    String store,
    String database,
    String sessionMs,
    String pollMs,
    String threads,
    String inFlight,
    String flushMs,
    String drainMs,
    String rowsPerSecond,
    String bug) {

  /** The aggregation's name, and so its collection's or table's, {@value}. */
  public static final String AGGREGATION = "visits_by_city";

  /** Whether the aggregates are in a database with SQL. */
  public boolean storeIsSql() {
    return store.startsWith("jdbc:");
  }

  /** The arguments of the worker's JVM. */
  public List<String> toArguments() {
    return Arrays.stream(WorkerSettings.class.getRecordComponents())
        .map(component -> component.getName() + "=" + value(component))
        .toList();
  }

  /** Takes {@link #toArguments} back. */
  static WorkerSettings of(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    RecordComponent[] components = WorkerSettings.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Arrays.fill(types, String.class);
    Object[] all = Arrays.stream(components).map(c -> values.get(c.getName())).toArray();
    try {
      return WorkerSettings.class.getDeclaredConstructor(types).newInstance(all);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With another value of one setting, by its name. */
  public WorkerSettings with(String name, Object value) {
    return of(
        toArguments().stream()
            .map(argument -> argument.startsWith(name + "=") ? name + "=" + value : argument)
            .toArray(String[]::new));
  }

  private String value(RecordComponent component) {
    try {
      return (String) component.getAccessor().invoke(this);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
