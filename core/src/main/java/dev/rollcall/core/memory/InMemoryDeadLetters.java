package dev.rollcall.core.memory;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.SinkPlan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Dead letters by id, in memory, without their payload. Threadsafe. */
public final class InMemoryDeadLetters implements DeadLetterTarget {

  private static final Map<String, Map<String, DeadLetter>> STORES = new ConcurrentHashMap<>();

  private final String name;

  private InMemoryDeadLetters(String name) {
    this.name = name;
  }

  /** The store of this name in this JVM. */
  public static InMemoryDeadLetters named(String name) {
    return new InMemoryDeadLetters(ConfigurationException.requireNonNull(name, "name"));
  }

  @Override
  public String name() {
    return "memory:" + name;
  }

  @Override
  public SinkPlan plan() {
    return new SinkPlan(
        name(),
        "one letter per id, without its payload; gone when the JVM ends",
        List.of(),
        List.of());
  }

  @Override
  public DeadLetters open() {
    return new Store(store());
  }

  /** All letters, in no order. */
  public List<DeadLetter> letters() {
    return List.copyOf(store().values());
  }

  /** Removes all letters. */
  public void clear() {
    store().clear();
  }

  private Map<String, DeadLetter> store() {
    return STORES.computeIfAbsent(name, any -> new ConcurrentHashMap<>());
  }

  private record Store(Map<String, DeadLetter> letters) implements DeadLetters {
    @Override
    public void write(List<DeadLetter> batch) {
      batch.forEach(letter -> letters.put(letter.id(), letter.withoutPayload()));
    }

    @Override
    public void close() {}
  }
}
