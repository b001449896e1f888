package dev.rollcall.kafka.source;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The leader epochs of a partition's records that may still be committed: one entry for each epoch,
 * not for each record. A commit that holds its record's epoch is what lets the consumer see that
 * the log was cut and has grown again. Not threadsafe.
 */
final class LeaderEpochs {

  private final TreeMap<Long, Integer> from = new TreeMap<>();

  /** A record with this offset and epoch was read; offsets rise. */
  void read(long offset, Optional<Integer> epoch) {
    if (epoch.isPresent() && (from.isEmpty() || from.lastEntry().getValue() < epoch.get())) {
      from.put(offset, epoch.get());
    }
  }

  /** The epoch of the last record below the offset, if known. */
  Optional<Integer> before(long next) {
    Map.Entry<Long, Integer> entry = from.lowerEntry(next);
    return entry == null ? Optional.empty() : Optional.of(entry.getValue());
  }

  /** All below the offset is committed: what no later commit needs is dropped. */
  void committed(long next) {
    Long needed = from.lowerKey(next);
    if (needed != null) {
      from.headMap(needed, false).clear();
    }
  }
}
