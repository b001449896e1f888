package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.aggregate.AggregateDetails;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DefinitionRegistry.Entry;
import dev.rollcall.faults.simulation.rebuild.RebuildWorld.Fault;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The documents and the entries of a run; each is compared and set on its own. */
final class RebuildStore {

  final Map<AggregateKey, AggregateStore.Write> documents = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new HashMap<>();
  private final RebuildWorld world;

  RebuildStore(RebuildWorld world) {
    this.world = world;
  }

  static int version(AggregateStore.Write document) {
    return AggregateDocument.header(document.state()).definitionVersion();
  }

  boolean apply(AggregateStore.Write write) {
    AggregateStore.Write now = documents.get(write.key());
    int before = now == null ? 0 : version(now);
    int after = version(write);
    boolean matches =
        Objects.equals(now == null ? null : now.newRevision(), write.expectedRevision())
            || world.bug == RebuildBug.LOWER_DOCUMENT_IS_REPLACED_BLINDLY
                && after == 2
                && world.replaced.contains(String.valueOf(write.expectedRevision()));
    if (!matches) {
      return false;
    }
    if (before > after) {
      world.violations.add(
          "%s: version %d replaced version %d".formatted(write.key(), after, before));
    } else if (now != null && before < after) {
      world.hit(Fault.DOCUMENT_REPLACED);
      world.replaced.add(now.newRevision());
    }
    documents.put(write.key(), write);
    return true;
  }

  @Nullable Entry entry(String aggregation) {
    return entries.get(aggregation);
  }

  boolean replace(String aggregation, @Nullable Entry stored, Entry entry) {
    if (Objects.equals(entries.get(aggregation), stored)) {
      entries.put(aggregation, entry);
      return true;
    }
    return false;
  }

  /** Enters a definition whatever is there: only a planted bug does. */
  void overwrite(String aggregation, Entry entry) {
    entries.put(aggregation, entry);
  }

  /** The documents are of an earlier release, or somebody has deleted the entries. */
  void forgetEntries() {
    entries.clear();
  }

  static AggregateDetails details(Entry entry) {
    return AggregateDetails.parse("simulated", entry.details());
  }

  /** Whether the rebuild has begun a partition, as far as one aggregation tells. */
  boolean hasBegun() {
    return entries.values().stream()
        .anyMatch(entry -> entry.version() == 2 && !details(entry).isUnbegun());
  }

  boolean hasDocuments(String aggregation) {
    return documents.keySet().stream().anyMatch(key -> key.aggregation().equals(aggregation));
  }
}
