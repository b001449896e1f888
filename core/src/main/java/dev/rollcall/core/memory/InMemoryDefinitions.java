package dev.rollcall.core.memory;

import dev.rollcall.core.port.DefinitionRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The definitions that write one target in memory. Threadsafe. */
final class InMemoryDefinitions implements DefinitionRegistry {

  private final Map<String, Entry> byPipeline = new HashMap<>();

  @Override
  public synchronized List<Entry> entries() {
    return List.copyOf(byPipeline.values());
  }

  @Override
  public synchronized boolean replace(@Nullable Entry stored, Entry entry) {
    boolean isThat = Objects.equals(byPipeline.get(entry.pipeline()), stored);
    if (isThat) {
      byPipeline.put(entry.pipeline(), entry);
    }
    return isThat;
  }
}
