package dev.rollcall.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads aggregates back, for people, reports and tests. Returns all documents at once, ordered by
 * id, so it is not meant for millions of them. Tries a transient failure five times; errors are
 * those of {@link dev.rollcall.core.port.AggregateStore#load}. Threadsafe.
 */
public final class MongoAggregateReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MongoAggregateReader.class);

  /** Shorter than the default, because somebody waits for the answer. */
  private static final RetryPolicy RETRY =
      new RetryPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(2));

  private final String name;
  private final MongoConnections connections;

  MongoAggregateReader(String name, MongoConnections connections) {
    this.name = name;
    this.connections = connections;
  }

  /**
   * The results of an aggregation, of all pipelines with an aggregation of this name. Values are
   * the Java classes of {@link dev.rollcall.core.record.ColumnType}, but a DATE and a DECIMAL of
   * more than 34 digits are text; {@link #results(Aggregation.Table)} converts them.
   */
  public List<Map<String, @Nullable Object>> results(String aggregation) {
    return read(aggregation, Filters.empty(), DocumentLayout::plainResult);
  }

  /** The results of an aggregation, values as the Java classes of the table's columns. */
  public List<Map<String, @Nullable Object>> results(Aggregation.Table table) {
    return read(table.aggregation(), Filters.empty(), new DocumentLayout(table)::result);
  }

  /** The result of one key, values as the Java classes of the table's columns. */
  public Optional<Map<String, @Nullable Object>> result(Aggregation.Table table, AggregateKey key) {
    return read(
            table.aggregation(), Filters.eq(Fields.ID, key.id()), new DocumentLayout(table)::result)
        .stream()
        .findFirst();
  }

  /** The documents of an aggregation with state and revision. */
  public List<MongoAggregateDocument> documents(String aggregation) {
    return read(aggregation, Filters.empty(), MongoAggregateReader::document);
  }

  private static MongoAggregateDocument document(BsonDocument stored) {
    BsonDocument own = stored.getDocument(Fields.ROLLCALL);
    return new MongoAggregateDocument(
        stored.getString(Fields.ID).getValue(),
        own.getString(Fields.PIPELINE).getValue(),
        own.getString(Fields.REVISION).getValue(),
        own.getBinary(Fields.STATE).getData(),
        DocumentLayout.plainResult(stored));
  }

  private <T> List<T> read(String aggregation, Bson filter, Function<BsonDocument, T> reading) {
    String where = name + "." + aggregation;
    AtomicBoolean said = new AtomicBoolean();
    return RETRY.call(
        () -> {
          try {
            return readOnce(connections.errors(where), aggregation, filter, reading);
          } catch (TransientException e) {
            if (!said.getAndSet(true)) {
              LOG.warn("{}; reading again", e.getMessage());
            }
            throw e;
          }
        });
  }

  private <T> List<T> readOnce(
      MongoErrors errors, String aggregation, Bson filter, Function<BsonDocument, T> reading) {
    List<T> all = new ArrayList<>();
    try {
      connections
          .collection(aggregation)
          .find(filter)
          .sort(Sorts.ascending(Fields.ID))
          .forEach(document -> all.add(reading.apply(document)));
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
    return all;
  }

  @Override
  public void close() {
    connections.close();
  }
}
