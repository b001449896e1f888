package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Cassandra table as a target of rows: {@code
 * CassandraTable.in("users_keyspace").named("user_table").autoCreate()}. The key of the rows, all
 * its columns in their order, is the table's partition key and whole primary key, if {@link
 * #partitionedBy} names no other. Immutable and threadsafe; every method that takes an argument
 * returns a changed copy. Problems are reported together, by {@link #plan} and {@link #open}.
 *
 * <p>Values are written in the CQL types of the stored table, as long as that is exact: INT64 into
 * bigint, int, smallint, tinyint (a number that does not fit is a rejection) or varint; FLOAT64
 * into double (float is refused, as hardly any value would fit); DECIMAL into decimal; STRING and
 * JSON into text or ascii; STRING that is a UUID in lower case into uuid or timeuuid; TIMESTAMP
 * into timestamp, or the UTC day into date; DATE, UUID, BOOLEAN and BYTES into date, uuid or
 * timeuuid, boolean and blob. All of them go into text: times and dates as ISO 8601, decimals in
 * plain digits, bytes as base64. Static columns are refused.
 *
 * <p>Any other option of the driver is set by {@link #driverConfig(Path)} or {@link
 * #driverConfig(Map)}, or in an {@code application.conf} on the class path.
 */
public final class CassandraTable implements RowTarget {

  /** Default bound of inserts in flight, per JVM and address: {@value}. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 256;

  private final String keyspace;
  private final String table;
  private final TableOptions options;
  private final CassandraAddress address;

  private CassandraTable(
      String keyspace, String table, TableOptions options, CassandraAddress address) {
    this.keyspace = keyspace;
    this.table = table;
    this.options = options;
    this.address = address;
  }

  /** Starts with the keyspace; case matters, quotes are not needed. */
  public static Keyspace in(String keyspace) {
    return new Keyspace(keyspace);
  }

  /**
   * A keyspace, to be followed by a table.
   *
   * @param name as stored
   */
  public record Keyspace(String name) {

    /** Names the table; case matters, quotes are not needed. */
    public CassandraTable named(String table) {
      return new CassandraTable(name, table, TableOptions.DEFAULT, CassandraAddress.DEFAULT);
    }
  }

  /**
   * Creates keyspace, table and {@value DefinitionRegistry#NAME} on opening if they do not exist.
   * Default: an error that shows the DDL.
   */
  public CassandraTable autoCreate() {
    return with(options.withAutoCreate());
  }

  /**
   * Adds missing columns on opening: rows that are there have null in them. Never adds a column of
   * the primary key, never changes or drops one, and adds nothing to a table that does not fit
   * otherwise. Default: an error that shows the DDL.
   */
  public CassandraTable evolve() {
    return with(options.withEvolve());
  }

  /** Sets the replicas per datacenter, for a keyspace that is created. Default: 1. */
  public CassandraTable replicationFactor(int copies) {
    return with(options.withReplicationFactor(copies));
  }

  /**
   * Sets the CQL type of a column, for a table or column that is made. Default: the type that
   * matches the column's.
   */
  public CassandraTable columnType(String column, String cqlType) {
    return with(options.withColumnType(column, cqlType));
  }

  /**
   * Sets the time to live, from the record's timestamp, in whole seconds. A row that has already
   * expired counts as accepted and is not written. Default: none.
   */
  public CassandraTable ttl(Duration sinceRecord) {
    return with(options.withTtl(sinceRecord));
  }

  /**
   * Sets the columns of the partition key, such as a date and a {@link
   * dev.rollcall.core.record.Row#bucket bucket}, or some columns of the key. The rest of the key
   * becomes clustering columns, in its order. Derive them from values that never change: a newer
   * version of a row in another partition does not replace the older one. Default: the whole key of
   * the rows.
   */
  public CassandraTable partitionedBy(String... columns) {
    return with(options.withPartition(List.of(columns)));
  }

  /**
   * Lets several pipelines write this table; all of them must say so. Of two rows of one key the
   * newer wins, whichever pipeline wrote it. Default: a pipeline is refused where another one
   * writes.
   */
  public CassandraTable shared() {
    return with(options.withShared());
  }

  /** Skips nulls, so that older values stay. Default: a null replaces an older value. */
  public CassandraTable mergeByColumn() {
    return with(options.withMergeByColumn());
  }

  /** Sets the consistency level of writes. Default: LOCAL_QUORUM. */
  public CassandraTable consistency(String level) {
    return with(options.withConsistency(level));
  }

  /** Adds a contact point, as host:port. Default: the driver's, 127.0.0.1:9042. */
  public CassandraTable contactPoint(String hostAndPort) {
    return with(address.withContactPoint(hostAndPort));
  }

  /**
   * Sets the local datacenter, whose nodes receive the requests. Default: that of the contact
   * points.
   */
  public CassandraTable localDatacenter(String datacenter) {
    return with(address.withLocalDatacenter(datacenter));
  }

  /** Sets user name and password, which are never shown. Default: no login. */
  public CassandraTable credentials(String user, String password) {
    return with(address.withLogin(new CassandraAddress.Login(user, password)));
  }

  /** Sets a configuration file in the driver's format, read in every JVM that opens the sink. */
  public CassandraTable driverConfig(Path file) {
    return with(address.withConfigFile(file.toString()));
  }

  /**
   * Sets options of the driver by their path, such as {@code basic.request.timeout → "5 seconds"};
   * they override the file's. Replaces options set before.
   */
  public CassandraTable driverConfig(Map<String, String> driverOptions) {
    return with(address.withOptions(driverOptions));
  }

  /** Bounds the inserts in flight, from 1 to 1,024. Default: {@value #DEFAULT_MAX_IN_FLIGHT}. */
  public CassandraTable maxInFlight(int inserts) {
    return with(address.withMaxInFlight(inserts));
  }

  @Override
  public String name() {
    return "cassandra:" + keyspace + "." + table;
  }

  @Override
  public String qualifiedName() {
    return name() + "@" + address.location();
  }

  @Override
  public boolean isShared() {
    return options.shared();
  }

  @Override
  public SinkPlan plan(Schema schema) {
    check(schema);
    return CassandraPlan.of(name(), cql(), schema);
  }

  @Override
  public SinkPlan planWithDeletes(Schema schema) {
    return plan(schema).with(List.of(), CassandraPlan.deletes());
  }

  /** A range of one partition can be deleted by the first columns of the primary key. */
  @Override
  public SinkPlan planParts(SinkPlan plan, Schema schema, List<Stored> wholes) {
    List<String> primary = cql().primaryKey(schema);
    List<String> partition = cql().partitionKey(schema);
    int columns = wholes.isEmpty() ? 0 : wholes.get(0).schema().keys().size();
    List<String> whole = schema.keyNames().subList(0, columns);
    if (partition.size() > columns
        || !Set.copyOf(primary.subList(0, columns)).equals(Set.copyOf(whole))) {
      throw new ConfigurationException(
          "got rows that are parts of others, in a table with the primary key (%s), expected one that begins with the key of those, and a partition by nothing else, for the parts of one are deleted as a range; say partitionedBy(\"%s\")"
              .formatted(TableCql.keyText(partition, primary), String.join("\", \"", whole)));
    }
    return plan.with(
        List.of(),
        "when a row is written of which these are parts, its older parts are deleted, as a range, just before its write time: a part of another record of the same millisecond whose offset is greater stays");
  }

  @Override
  public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
    return open(schema, Clock.systemUTC());
  }

  RowSink open(Schema schema, Clock clock) {
    check(schema);
    CassandraConnections connections = CassandraConnections.acquire(address);
    try {
      return new CassandraTableOpener(name(), cql(), schema, clock).open(connections);
    } catch (RuntimeException e) {
      connections.close();
      throw CassandraErrors.ofSetup(e, name());
    } catch (Error e) {
      connections.close();
      throw e;
    }
  }

  /** Runs work with the shared session of the table's address. */
  <T> T withSession(Function<CqlSession, T> work) {
    List<String> problems = address.problems();
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name(), problems);
    }
    try (CassandraConnections connections = CassandraConnections.acquireForReading(address)) {
      return work.apply(connections.session());
    } catch (RuntimeException e) {
      throw CassandraErrors.ofSetup(e, name());
    }
  }

  String keyspace() {
    return keyspace;
  }

  String table() {
    return table;
  }

  ConsistencyLevel level() {
    return options.level();
  }

  private void check(Schema schema) {
    List<String> problems = new ArrayList<>(cql().problems(schema));
    problems.addAll(options.problems());
    problems.addAll(address.problems());
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name(), problems);
    }
  }

  private TableCql cql() {
    return new TableCql(keyspace, table, options);
  }

  private CassandraTable with(TableOptions changed) {
    return new CassandraTable(keyspace, table, changed, address);
  }

  private CassandraTable with(CassandraAddress changed) {
    return new CassandraTable(keyspace, table, options, changed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CassandraTable that
        && keyspace.equals(that.keyspace)
        && table.equals(that.table)
        && options.equals(that.options)
        && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return Objects.hash(keyspace, table, options, address);
  }

  /** Credentials and the values of driver options are hidden. */
  @Override
  public String toString() {
    return name() + "[" + options + ", " + address + "]";
  }
}
