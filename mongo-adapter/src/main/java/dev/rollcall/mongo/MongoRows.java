package dev.rollcall.mongo;

import com.mongodb.MongoNamespace;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a MongoDB collection: one document per key. The key column's value is {@code _id} and is
 * not repeated under its name; of a key of several columns {@code _id} is a document of them in the
 * order of the key. The other columns are top-level fields, nulls included; the sub-document {@code
 * rollcall} holds the row version and whether it is deleted, which none is yet. The collection
 * {@code rollcall_definitions} beside it keeps which definition writes it. Immutable, serializable
 * and threadsafe; {@link #toString} hides the login.
 *
 * <pre>{@code
 * MongoRows.database("users_db").collection("users").connectionString("mongodb://host:27017")
 * }</pre>
 */
public final class MongoRows implements RowTarget {

  private final MongoAddress address;
  private final String collection;
  private final boolean shared;

  private MongoRows(MongoAddress address, String collection, boolean shared) {
    this.address = address;
    this.collection = collection;
    this.shared = shared;
  }

  /** Starts with the database, which is created if it does not exist. */
  public static Database database(String name) {
    return new Database(name);
  }

  /**
   * A database, to be followed by a collection.
   *
   * @param name as stored
   */
  public record Database(String name) {

    /** Writes to this collection, which is created if it does not exist. */
    public MongoRows collection(String collection) {
      return new MongoRows(new MongoAddress(name, null), collection, false);
    }
  }

  /**
   * Sets how to reach MongoDB, with any option of the driver; required. Read and write concern
   * (majority) and read preference (primary) are fixed.
   */
  public MongoRows connectionString(String connectionString) {
    return new MongoRows(
        new MongoAddress(address.database(), connectionString), collection, shared);
  }

  /**
   * Lets several pipelines write this collection, which all have to say; without it, a second
   * pipeline is refused.
   */
  public MongoRows shared() {
    return new MongoRows(address, collection, true);
  }

  @Override
  public String name() {
    return "mongodb:" + address.database() + "." + collection;
  }

  @Override
  public String qualifiedName() {
    return name() + "@" + address.location();
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public SinkPlan plan(Schema schema) {
    check(schema);
    List<String> notes = new ArrayList<>();
    notes.add("the collection is made by the first write");
    notes.add(
        schema.keys().size() == 1
            ? "column '" + schema.keyNames().get(0) + "' is stored as _id"
            : "_id is a document of the columns "
                + String.join(", ", schema.keyNames())
                + ", in this order");
    notes.add("written and read by majority on the primary, and in its journal");
    notes.add("refused when it is opened: a collation, a shard key other than _id");
    notes.add(
        (shared ? "several pipelines may write it" : "another pipeline is refused")
            + "; "
            + DefinitionRegistry.NAME
            + " in the same database, made when it is first opened, keeps which definitions do; a user without readWrite needs "
            + MongoDefinitions.grant(address.database()));
    notes.add(
        "rows of an earlier release are refused until this has run in mongosh, with the version of the definition that wrote them in place of the 1: "
            + EarlierRows.migration(new MongoNamespace(address.database(), collection)));
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
        "exactly once: upsert by key, a row replaces only the same or an older version of itself, by definition, record time, offset and ordinal",
        List.of(),
        notes);
  }

  @Override
  public SinkPlan planWithDeletes(Schema schema) {
    String rows = "db.getCollection('" + collection + "')";
    return plan(schema)
        .with(
            List.of(),
            "a delete leaves a marker in the collection: _id, its version, rollcall.deleted true, all else null; what is live is found with {'rollcall.deleted': false}, or by a view, in mongosh: db.createView('%1$s_live', '%1$s', [{$match: {'rollcall.deleted': false}}])"
                .formatted(collection),
            "a marker is needed as long as an older row of its key can be replayed; after that (the topic's retention, and no dead letters or exports older than it) it can be swept: "
                + rows
                + ".deleteMany({'rollcall.deleted': true, 'rollcall.row.timestamp': {$lt: <the earliest record time that can be replayed>}})",
            "a validator of the collection must take null in every field but _id",
            "a row whose time lies ahead is not deleted by what comes before that time");
  }

  @Override
  public SinkPlan planParts(SinkPlan plan, Schema schema, List<Stored> wholes) {
    return wholes.stream()
        .filter(each -> each.target() instanceof MongoRows other && isBeside(other))
        .findFirst()
        .map(
            each -> {
              String whole = ((MongoRows) each.target()).collection;
              return plan.with(
                  List.of(),
                  "live are the rows of the version that their row in %s has; they are read by a view, in mongosh: db.createView('%s_live', '%2$s', %s)"
                      .formatted(
                          whole, collection, LiveParts.pipeline(schema, each.schema(), whole)),
                  "a part that is not live stays, with all that its columns hold of a person, until it is swept, in mongosh: %s Nothing older than that time may come after: a part is written before its row, and one that is replayed is there again, not live; while no pipeline writes, the condition of the time can be left out, and the sweep is to be repeated after a replay"
                      .formatted(LiveParts.sweep(schema, each.schema(), whole, collection)));
            })
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "got rows that are parts of rows in no collection of this database, where a view compares their versions; write both to one database"));
  }

  private boolean isBeside(MongoRows other) {
    return address.location().equals(other.address.location())
        && Objects.equals(address.database(), other.address.database());
  }

  /**
   * {@inheritDoc}
   *
   * @throws ConfigurationException with all problems of the description, if the collection holds
   *     documents that are not Rollcall's or rows of an earlier release, has a collation and text
   *     in its key, or is sharded by anything but {@code _id}
   */
  @Override
  public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
    check(schema);
    MongoConnections connections = MongoConnections.acquire(address);
    MongoErrors errors = connections.errors(name());
    MongoRowSink sink =
        new MongoRowSink(
            errors,
            schema,
            connections.collection(collection),
            definitions(errors, connections),
            connections::close);
    try {
      sink.checkOwnership();
      sink.checkOrder(owner);
      CollectionCheck.check(errors, connections, collection, hasTextInKey(schema));
      return sink;
    } catch (RuntimeException | Error failure) {
      sink.close();
      throw failure;
    }
  }

  private MongoDefinitions definitions(MongoErrors errors, MongoConnections connections) {
    return new MongoDefinitions(
        errors, connections.collection(DefinitionRegistry.NAME), collection, Clock.systemUTC());
  }

  private static boolean hasTextInKey(Schema schema) {
    return schema.keys().stream()
        .map(schema::column)
        .anyMatch(column -> BsonValues.isStoredAsText(column));
  }

  private void check(Schema schema) {
    List<String> problems = new ArrayList<>(address.problems());
    problems.addAll(MongoAddress.collectionProblems("collection", collection));
    if (collection.equals(DefinitionRegistry.NAME)) {
      problems.add(
          "collection: got '" + collection + "', which Rollcall keeps for itself; name another");
    }
    List<Column> fields = new ArrayList<>(schema.columns());
    schema.keyNames().forEach(key -> fields.removeIf(column -> column.name().equals(key)));
    Fields.clashes(name(), fields).forEach(problems::add);
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(name(), problems);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MongoRows that
        && address.equals(that.address)
        && collection.equals(that.collection)
        && shared == that.shared;
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, collection, shared);
  }

  @Override
  public String toString() {
    return name() + "[" + address + "]";
  }
}
