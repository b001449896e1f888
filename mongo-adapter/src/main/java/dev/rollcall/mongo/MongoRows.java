package dev.rollcall.mongo;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a MongoDB collection: one document per key. The key column's value is {@code _id} and is
 * not repeated under its name; the other columns are top-level fields, nulls included; the
 * sub-document {@code rollcall} holds the row version. Immutable, serializable and threadsafe;
 * {@link #toString} hides the login.
 *
 * <pre>{@code
 * MongoRows.database("users_db").collection("users").connectionString("mongodb://host:27017")
 * }</pre>
 */
public final class MongoRows implements RowTarget {

  private final MongoAddress address;
  private final String collection;

  private MongoRows(MongoAddress address, String collection) {
    this.address = address;
    this.collection = collection;
  }

  /** Begins with the database, which need not exist. */
  public static Database database(String name) {
    return new Database(name);
  }

  /**
   * A database, to be followed by a collection.
   *
   * @param name as stored
   */
  public record Database(String name) {

    /** In this collection, which need not exist. */
    public MongoRows collection(String collection) {
      return new MongoRows(new MongoAddress(name, null), collection);
    }
  }

  /**
   * How to reach MongoDB, with all options of the driver; required. Reads and writes are by
   * majority on the primary whatever it says.
   */
  public MongoRows connectionString(String connectionString) {
    return new MongoRows(new MongoAddress(address.database(), connectionString), collection);
  }

  @Override
  public String name() {
    return "mongodb:" + address.database() + "." + collection;
  }

  @Override
  public SinkPlan plan(Schema schema) {
    check(schema);
    List<String> notes = new ArrayList<>();
    notes.add("the collection is made by the first write");
    notes.add("column '" + schema.column(schema.keys().get(0)).name() + "' is stored as _id");
    for (Column column : schema.columns()) {
      if (column.type() == ColumnType.DECIMAL
          && column.precision() > BsonValues.DECIMAL128_DIGITS) {
        notes.add(
            "column '%s' is stored as text: Decimal128 has %d digits"
                .formatted(column.name(), BsonValues.DECIMAL128_DIGITS));
      }
    }
    return new SinkPlan(
        name(),
        "exactly once: upsert by key, a row replaces only an older version of itself",
        List.of(),
        notes);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationException with all faults of the description, or if the collection holds
   *     documents that are not Rollcall's
   */
  @Override
  public RowSink open(Schema schema) {
    check(schema);
    SharedDatabase database = MongoClients.SHARED.acquire(address);
    MongoRowSink sink =
        new MongoRowSink(name(), schema, database.collection(collection), database::close);
    try {
      sink.checkOwnership();
      return sink;
    } catch (RuntimeException failure) {
      sink.close();
      throw failure;
    }
  }

  private void check(Schema schema) {
    List<String> faults = new ArrayList<>(address.faults());
    faults.addAll(MongoAddress.collectionFaults("collection", collection));
    List<Column> fields = new ArrayList<>(schema.columns());
    fields.remove((int) schema.keys().get(0));
    Fields.clashes(name(), fields).forEach(faults::add);
    if (!faults.isEmpty()) {
      throw ConfigurationException.of(name(), faults);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MongoRows that
        && address.equals(that.address)
        && collection.equals(that.collection);
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + collection.hashCode();
  }

  @Override
  public String toString() {
    return name() + "[" + address + "]";
  }
}
