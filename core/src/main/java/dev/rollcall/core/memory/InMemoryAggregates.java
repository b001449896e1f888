package dev.rollcall.core.memory;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.SinkPlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Aggregate documents in memory. Threadsafe. */
public final class InMemoryAggregates implements AggregateTarget {

  private static final Map<String, Map<AggregateKey, AggregateStore.Write>> STORES =
      new ConcurrentHashMap<>();

  /** By store, then by aggregation. */
  private static final Map<String, Map<String, InMemoryDefinitions>> WRITERS =
      new ConcurrentHashMap<>();

  private final String name;

  private InMemoryAggregates(String name) {
    this.name = name;
  }

  /** The store of this name in this JVM. */
  public static InMemoryAggregates named(String name) {
    return new InMemoryAggregates(ConfigurationException.requireNonNull(name, "name"));
  }

  @Override
  public String name() {
    return "memory:" + name;
  }

  @Override
  public SinkPlan plan(List<Aggregation.Table> tables) {
    return new SinkPlan(
        name(),
        "exactly once in effect, by compare-and-set; gone when the JVM ends",
        List.of(),
        List.of());
  }

  @Override
  public AggregateStore open(List<Aggregation.Table> tables) {
    return new Store(store(), WRITERS.computeIfAbsent(name, any -> new ConcurrentHashMap<>()));
  }

  /** The readable results of an aggregation, in no order. */
  public List<Map<String, @Nullable Object>> results(String aggregation) {
    return store().values().stream()
        .filter(write -> write.key().aggregation().equals(aggregation))
        .map(AggregateStore.Write::result)
        .toList();
  }

  /** The document of a key as it was last written. */
  public Optional<AggregateStore.Write> find(AggregateKey key) {
    return Optional.ofNullable(store().get(key));
  }

  /** All documents, in no order. */
  public List<AggregateStore.Write> documents() {
    return List.copyOf(store().values());
  }

  /** Removes the document of a key, if there is one. */
  public void remove(AggregateKey key) {
    store().remove(key);
  }

  /** Removes all documents, and the definitions that wrote them. */
  public void clear() {
    store().clear();
    WRITERS.remove(name);
  }

  private Map<AggregateKey, AggregateStore.Write> store() {
    return STORES.computeIfAbsent(name, any -> new ConcurrentHashMap<>());
  }

  private record Store(
      Map<AggregateKey, AggregateStore.Write> documents, Map<String, InMemoryDefinitions> writers)
      implements AggregateStore {
    @Override
    public DefinitionRegistry definitions(String aggregation) {
      return writers.computeIfAbsent(aggregation, any -> new InMemoryDefinitions());
    }

    @Override
    public Optional<AggregateStore.Stored> anyOf(String pipeline, String aggregation) {
      return documents.values().stream()
          .filter(write -> write.key().pipeline().equals(pipeline))
          .filter(write -> write.key().aggregation().equals(aggregation))
          .findFirst()
          .map(write -> new AggregateStore.Stored(write.state(), write.newRevision()));
    }

    @Override
    public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
      Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
      for (AggregateKey key : keys) {
        AggregateStore.Write stored = documents.get(key);
        if (stored != null) {
          found.put(key, new AggregateStore.Stored(stored.state(), stored.newRevision()));
        }
      }
      return found;
    }

    @Override
    public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
      Set<AggregateKey> rejected = new HashSet<>();
      for (AggregateStore.Write write : writes) {
        documents.compute(
            write.key(),
            (key, stored) -> {
              String revision = stored == null ? null : stored.newRevision();
              if (Objects.equals(revision, write.expectedRevision())) {
                return write;
              }
              rejected.add(key);
              return stored;
            });
      }
      return rejected;
    }

    @Override
    public void close() {}
  }
}
