package dev.rollcall.kafka.source;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The leader epochs of a partition's records that may still be committed: one entry for each epoch,
 * not for each record. With its record's epoch in the commit, the consumer can detect a log that
 * was cut and has grown again. Not threadsafe.
 */
final class LeaderEpochs {

  private final TreeMap<Long, Integer> from = new TreeMap<>();

  /** That of the last entry, so that nobody looks for it with each record. */
  private int latest = -1;

  /** Notes that a record with this offset and epoch was read; offsets rise. */
  void read(long offset, Optional<Integer> epoch) {
    if (epoch.isPresent() && epoch.get() > latest) {
      latest = epoch.get();
      from.put(offset, latest);
    }
  }

  /** The epoch of the last record below the offset, if known. */
  Optional<Integer> before(long next) {
    Map.Entry<Long, Integer> entry = from.lowerEntry(next);
    return entry == null ? Optional.empty() : Optional.of(entry.getValue());
  }

  /** Notes that all below the offset is committed; drops what no later commit needs. */
  void committed(long next) {
    Long needed = from.lowerKey(next);
    if (needed != null) {
      from.headMap(needed, false).clear();
    }
  }
}
