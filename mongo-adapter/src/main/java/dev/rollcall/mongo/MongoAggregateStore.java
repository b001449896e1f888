package dev.rollcall.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DefinitionRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;

/** Writes aggregate documents by compare-and-set, one bulk per collection. Threadsafe. */
final class MongoAggregateStore implements AggregateStore {

  /** Ids of one query: at {@value AggregateKey#MAX_ID_BYTES} bytes each far below 16 MB. */
  private static final int KEYS_PER_QUERY = 10_000;

  private final String name;
  private final MongoConnections connections;
  private final Map<String, DocumentLayout> layouts;

  private MongoAggregateStore(
      String name, MongoConnections connections, Map<String, DocumentLayout> layouts) {
    this.name = name;
    this.connections = connections;
    this.layouts = layouts;
  }

  /** Takes the connections over: closes them if it throws. */
  static MongoAggregateStore open(
      String name, MongoConnections connections, List<Aggregation.Table> tables) {
    MongoAggregateStore store = openUnchecked(name, connections, tables);
    try {
      for (Aggregation.Table table : tables) {
        MongoErrors errors = store.errors(table.aggregation());
        CollectionOwnership.check(
            errors, connections.collection(table.aggregation()), Fields.own(Fields.REVISION));
        CollectionCheck.check(errors, connections, table.aggregation(), true);
      }
      return store;
    } catch (RuntimeException | Error failure) {
      store.close();
      throw failure;
    }
  }

  /** Without the checks of the collections. */
  static MongoAggregateStore openUnchecked(
      String name, MongoConnections connections, List<Aggregation.Table> tables) {
    Map<String, DocumentLayout> layouts = new HashMap<>();
    tables.forEach(table -> layouts.put(table.aggregation(), new DocumentLayout(table)));
    return new MongoAggregateStore(name, connections, layouts);
  }

  @Override
  public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
    Map<AggregateKey, AggregateStore.Stored> found = new LinkedHashMap<>();
    Set.copyOf(keys).stream()
        .collect(Collectors.groupingBy(AggregateKey::aggregation))
        .forEach((aggregation, group) -> load(aggregation, group, found));
    return found;
  }

  private void load(
      String aggregation, List<AggregateKey> keys, Map<AggregateKey, AggregateStore.Stored> found) {
    layout(aggregation);
    String where = where(aggregation);
    MongoCollection<BsonDocument> collection = connections.collection(aggregation);
    for (int from = 0; from < keys.size(); from += KEYS_PER_QUERY) {
      Map<String, AggregateKey> byId = new HashMap<>();
      keys.subList(from, Math.min(keys.size(), from + KEYS_PER_QUERY))
          .forEach(key -> byId.put(key.id(), key));
      try {
        collection
            .find(Filters.in(Fields.ID, byId.keySet()))
            .projection(Projections.include(Fields.own(Fields.STATE), Fields.own(Fields.REVISION)))
            .forEach(
                document -> {
                  AggregateKey key = byId.get(document.getString(Fields.ID).getValue());
                  if (key != null) {
                    found.put(key, stored(where, document));
                  }
                });
      } catch (RuntimeException failure) {
        throw errors(aggregation).of(failure);
      }
    }
  }

  private static AggregateStore.Stored stored(String where, BsonDocument document) {
    if (document.get(Fields.ROLLCALL) instanceof BsonDocument own
        && own.isBinary(Fields.STATE)
        && own.isString(Fields.REVISION)) {
      return new AggregateStore.Stored(
          own.getBinary(Fields.STATE).getData(), own.getString(Fields.REVISION).getValue());
    }
    throw new FatalException(
        where
            + ": a document has lost its state or its revision, which something other than Rollcall"
            + " must have done; restore it, or delete the collection and rebuild it by replay");
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
    Set<AggregateKey> rejected = new LinkedHashSet<>();
    writes.stream()
        .collect(Collectors.groupingBy(write -> write.key().aggregation()))
        .forEach(
            (aggregation, group) -> {
              GuardedBulk bulk = new GuardedBulk(errors(aggregation), layout(aggregation), group);
              rejected.addAll(bulk.writeTo(connections.collection(aggregation)));
            });
    return rejected;
  }

  @Override
  public DefinitionRegistry definitions(String aggregation) {
    layout(aggregation);
    return new MongoDefinitions(
        errors(aggregation),
        connections.collection(DefinitionRegistry.NAME),
        aggregation,
        Clock.systemUTC());
  }

  @Override
  public Optional<AggregateStore.Stored> anyOf(String pipeline, String aggregation) {
    layout(aggregation);
    // every id begins with the pipeline's name in quotes; so the index finds one
    String first = "[\"" + pipeline + "\"";
    try {
      return Optional.ofNullable(
              connections
                  .collection(aggregation)
                  .find(
                      Filters.and(
                          Filters.gte(Fields.ID, first), Filters.lt(Fields.ID, first + "~")))
                  .projection(
                      Projections.include(Fields.own(Fields.STATE), Fields.own(Fields.REVISION)))
                  .first())
          .map(document -> stored(where(aggregation), document));
    } catch (FatalException lost) {
      throw lost;
    } catch (RuntimeException failure) {
      throw errors(aggregation).of(failure);
    }
  }

  private DocumentLayout layout(String aggregation) {
    DocumentLayout layout = layouts.get(aggregation);
    if (layout == null) {
      throw new IllegalArgumentException(
          where(aggregation) + ": not opened for this aggregation, only for " + layouts.keySet());
    }
    return layout;
  }

  private MongoErrors errors(String aggregation) {
    return connections.errors(where(aggregation));
  }

  private String where(String aggregation) {
    return name + "." + aggregation;
  }

  @Override
  public void close() {
    connections.close();
  }
}
