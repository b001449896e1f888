package dev.rollcall.core.flatten;

import dev.rollcall.core.internal.decode.ElementBytes;
import dev.rollcall.core.record.RecordType;
import java.util.List;

/**
 * Takes an envelope or an array apart into the bytes of its elements, unchanged, so that a producer
 * can send each as a record of its own. What cannot be taken apart (malformed JSON, an error
 * report, an envelope without elements or with a key of its own) stays whole, and becomes a dead
 * letter where it is read. Not threadsafe.
 */
public final class RecordSplitter {

  private final Flattener flattener;

  /** For records of this type. */
  public RecordSplitter(RecordType type) {
    this.flattener = Flattener.of(type);
  }

  /** The elements in their order; at least one. */
  public List<byte[]> split(byte[] json) {
    List<Flattener.Place> places = flattener.locate(json);
    if (places.size() < 2 && isWhole(places)
        || places.stream().anyMatch(Flattener.Place::isEnvelope)) {
      return List.of(json);
    }
    return places.stream().map(place -> ElementBytes.alone(json, place)).toList();
  }

  private static boolean isWhole(List<Flattener.Place> places) {
    return places.isEmpty() || places.get(0).path().equals("$");
  }
}
