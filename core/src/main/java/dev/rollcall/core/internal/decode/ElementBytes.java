package dev.rollcall.core.internal.decode;

import dev.rollcall.core.flatten.Flattener;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes the bytes of one element out of a record, by the ordinal that {@link Flattener} gave it, so
 * that it alone can be sent again. Threadsafe.
 */
public final class ElementBytes {

  private ElementBytes() {}

  /**
   * The element as it stands in the record. A record of one element, a malformed one included,
   * comes back whole and unchanged.
   *
   * @param json the record's bytes
   * @param ordinal the element's place, from 0
   * @param places where the record's elements stand, as {@link Flattener#locate} found
   * @return nothing if there is no such element, or if it cannot stand alone, as an envelope that
   *     holds others
   */
  public static Optional<byte[]> find(byte[] json, int ordinal, List<Flattener.Place> places) {
    if (places.isEmpty()) {
      return ordinal == 0 ? Optional.of(json) : Optional.empty();
    }
    if (ordinal < 0 || ordinal >= places.size() || places.get(ordinal).isEnvelope()) {
      return Optional.empty();
    }
    return Optional.of(places.size() == 1 ? json : alone(json, places.get(ordinal)));
  }

  /** The bytes of an element that stands there, as a record of its own. */
  public static byte[] alone(byte[] json, Flattener.Place place) {
    return alone(json, place.from(), place.to());
  }

  /** An array alone would be taken for an array of elements: it is kept one, and unusable. */
  static byte[] alone(byte[] json, int from, int to) {
    byte[] bytes = Arrays.copyOfRange(json, from, to);
    if (bytes[0] != '[') {
      return bytes;
    }
    byte[] wrapped = new byte[bytes.length + 2];
    wrapped[0] = '[';
    System.arraycopy(bytes, 0, wrapped, 1, bytes.length);
    wrapped[wrapped.length - 1] = ']';
    return wrapped;
  }
}
