package dev.rollcall.core.flatten;

import dev.rollcall.core.record.RecordType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes the bytes of one element out of a record, by the ordinal that {@link Flattener} gave it, so
 * that it alone can be sent again. Not threadsafe.
 */
public final class ElementBytes {

  private final RecordSplitter splitter;
  private final Flattener flattener;

  /** For records of this type. */
  public ElementBytes(RecordType type) {
    this.splitter = new RecordSplitter(type);
    this.flattener = Flattener.of(type);
  }

  /**
   * The element as it stands in the record. A record of one element, a malformed one included,
   * comes back whole and unchanged.
   *
   * @param json the record's bytes
   * @param ordinal the element's place, from 0
   * @return nothing if there is no such element, or if its place cannot be told for sure
   */
  public Optional<byte[]> find(byte[] json, int ordinal) {
    List<byte[]> parts = splitter.split(json);
    // the ordinal is the flattener's: the two must agree on what the elements are
    int elements = flattener.flatten(json, Instant.EPOCH).size();
    if (parts.size() != elements || ordinal < 0 || ordinal >= elements) {
      return Optional.empty();
    }
    return Optional.of(elements == 1 ? json : parts.get(ordinal));
  }
}
