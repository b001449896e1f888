package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import dev.rollcall.core.record.Texts;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a table is created and written. Immutable and threadsafe.
 *
 * @param autoCreate whether to create keyspace and table if they do not exist
 * @param evolve whether to add missing columns
 * @param replicationFactor of a keyspace that is created
 * @param columnTypes CQL types of a table that is created, where they are not the usual ones
 * @param ttl time to live, counted from the record's timestamp; null: none
 * @param mergeByColumn whether to skip nulls instead of writing them
 * @param consistency of every write
 * @param partition the columns of the partition key; none: the key of the rows is
 * @param shared whether several pipelines write it
 */
record TableOptions(
    boolean autoCreate,
    boolean evolve,
    int replicationFactor,
    Map<String, String> columnTypes,
    @Nullable Duration ttl,
    boolean mergeByColumn,
    String consistency,
    List<String> partition,
    boolean shared)
    implements Serializable {

  /** The longest time to live in Cassandra: 20 years of 365 days. */
  static final Duration LONGEST_TTL = Duration.ofDays(20 * 365);

  static final TableOptions DEFAULT =
      new TableOptions(
          false,
          false,
          1,
          Map.of(),
          null,
          false,
          DefaultConsistencyLevel.LOCAL_QUORUM.name(),
          List.of(),
          false);

  /**
   * Without ANY, for which a stored hint is enough, and without the two levels of lightweight
   * transactions.
   */
  private static final List<String> LEVELS =
      Arrays.stream(DefaultConsistencyLevel.values())
          .filter(level -> !level.isSerial() && level != DefaultConsistencyLevel.ANY)
          .map(Enum::name)
          .toList();

  TableOptions {
    columnTypes = Map.copyOf(columnTypes);
    partition = List.copyOf(partition);
  }

  ConsistencyLevel level() {
    return DefaultConsistencyLevel.valueOf(consistency);
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!LEVELS.contains(consistency)) {
      problems.add(
          "consistency: got '%s', expected one of %s%s"
              .formatted(
                  consistency, String.join(", ", LEVELS), Texts.didYouMean(consistency, LEVELS)));
    }
    if (replicationFactor < 1) {
      problems.add("replicationFactor: got " + replicationFactor + ", expected at least 1");
    }
    if (ttl != null
        && (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(LONGEST_TTL) > 0)) {
      problems.add("ttl: got " + ttl + ", expected a second to 20 years");
    }
    return problems;
  }

  TableOptions withAutoCreate() {
    return new TableOptions(
        true,
        evolve,
        replicationFactor,
        columnTypes,
        ttl,
        mergeByColumn,
        consistency,
        partition,
        shared);
  }

  TableOptions withEvolve() {
    return new TableOptions(
        autoCreate,
        true,
        replicationFactor,
        columnTypes,
        ttl,
        mergeByColumn,
        consistency,
        partition,
        shared);
  }

  TableOptions withReplicationFactor(int factor) {
    return new TableOptions(
        autoCreate,
        evolve,
        factor,
        columnTypes,
        ttl,
        mergeByColumn,
        consistency,
        partition,
        shared);
  }

  TableOptions withColumnType(String column, String cqlType) {
    Map<String, String> types = new HashMap<>(columnTypes);
    types.put(column, cqlType);
    return new TableOptions(
        autoCreate,
        evolve,
        replicationFactor,
        types,
        ttl,
        mergeByColumn,
        consistency,
        partition,
        shared);
  }

  TableOptions withTtl(Duration duration) {
    return new TableOptions(
        autoCreate,
        evolve,
        replicationFactor,
        columnTypes,
        duration,
        mergeByColumn,
        consistency,
        partition,
        shared);
  }

  TableOptions withMergeByColumn() {
    return new TableOptions(
        autoCreate,
        evolve,
        replicationFactor,
        columnTypes,
        ttl,
        true,
        consistency,
        partition,
        shared);
  }

  TableOptions withConsistency(String level) {
    return new TableOptions(
        autoCreate,
        evolve,
        replicationFactor,
        columnTypes,
        ttl,
        mergeByColumn,
        level,
        partition,
        shared);
  }

  TableOptions withPartition(List<String> columns) {
    return new TableOptions(
        autoCreate,
        evolve,
        replicationFactor,
        columnTypes,
        ttl,
        mergeByColumn,
        consistency,
        columns,
        shared);
  }

  TableOptions withShared() {
    return new TableOptions(
        autoCreate,
        evolve,
        replicationFactor,
        columnTypes,
        ttl,
        mergeByColumn,
        consistency,
        partition,
        true);
  }
}
