package dev.rollcall.mongo;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.SinkPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates in a MongoDB database: one collection per aggregation, one document per group. Group
 * columns, window bounds and measures are top-level fields; {@code _id} is the key's text and the
 * sub-document {@code rollcall} is Rollcall's own. Immutable, serializable and threadsafe; {@link
 * #toString} hides the login.
 *
 * <pre>{@code
 * MongoAggregates.database("users_db").connectionString("mongodb://user:password@host:27017")
 * }</pre>
 */
public final class MongoAggregates implements AggregateTarget {

  private final MongoAddress address;

  private MongoAggregates(MongoAddress address) {
    this.address = address;
  }

  /** Keeps aggregates in this database, which is created if it does not exist. */
  public static MongoAggregates database(String name) {
    return new MongoAggregates(new MongoAddress(name, null));
  }

  /**
   * Sets how to reach MongoDB, with any option of the driver; required. Read and write concern
   * (majority) and read preference (primary) are fixed.
   */
  public MongoAggregates connectionString(String connectionString) {
    return new MongoAggregates(new MongoAddress(address.database(), connectionString));
  }

  @Override
  public String name() {
    return "mongodb:" + address.database();
  }

  @Override
  public SinkPlan plan(List<Aggregation.Table> tables) {
    check(tables);
    List<String> notes = new ArrayList<>();
    notes.add(
        "collections are made by the first write: "
            + String.join(", ", tables.stream().map(Aggregation.Table::aggregation).toList()));
    notes.add("written and read by majority on the primary, and in its journal");
    notes.add("refused when it is opened: a collation, a shard key other than _id");
    notes.add(
        DefinitionRegistry.NAME
            + " in the same database, made when it is first opened, keeps which definition writes each; a user without readWrite needs "
            + MongoDefinitions.grant(address.database()));
    for (Aggregation.Table table : tables) {
      table.measureColumns().stream()
          .filter(column -> column.precision() > BsonValues.DECIMAL128_DIGITS)
          .map(column -> wide(table, column.name(), column.precision()))
          .forEach(notes::add);
    }
    return new SinkPlan(
        name(),
        "exactly once: a document is replaced only if its revision is the one that was read",
        List.of(),
        notes);
  }

  private static String wide(Aggregation.Table table, String measure, int digits) {
    return "%s of '%s' may have %d digits, Decimal128 has %d: %s"
        .formatted(
            measure,
            table.aggregation(),
            digits,
            BsonValues.DECIMAL128_DIGITS,
            table.roundedMeasures().contains(measure)
                ? "more are rounded"
                : "stored as text; of a DECIMAL column of 19 digits it would not be");
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationException with all problems of the description, if a collection holds
   *     documents that are not Rollcall's, has a collation or is sharded by anything but {@code
   *     _id}
   */
  @Override
  public AggregateStore open(List<Aggregation.Table> tables) {
    check(tables);
    return MongoAggregateStore.open(name(), MongoConnections.acquire(address), tables);
  }

  /** Opens a reader of the results, for people, reports and tests. */
  public MongoAggregateReader read() {
    check(List.of());
    return new MongoAggregateReader(name(), MongoConnections.acquire(address));
  }

  private void check(List<Aggregation.Table> tables) {
    List<String> problems = new ArrayList<>(address.problems());
    Set<String> names = new HashSet<>();
    for (Aggregation.Table table : tables) {
      String where = "aggregation '" + table.aggregation() + "'";
      if (!names.add(table.aggregation())) {
        problems.add(where + " is declared twice");
      }
      problems.addAll(MongoAddress.collectionProblems("aggregation", table.aggregation()));
      if (table.aggregation().equals(DefinitionRegistry.NAME)) {
        problems.add(where + ": Rollcall keeps a collection of this name for itself; name another");
      }
      Fields.clashes(where, table.groupColumns()).forEach(problems::add);
      Fields.clashes(where, table.measureColumns()).forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name(), problems);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MongoAggregates that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return name() + "[" + address + "]";
  }
}
