package dev.rollcall.kafka;

import dev.rollcall.core.flatten.ElementBytes;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.RecordSplitter;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.RecordType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the elements of letters out of their records, a record apart once for its letters that come
 * one after the other. Letters of form 1 have ordinals of the older way of counting. Not
 * threadsafe.
 */
final class RedriveElements {

  /**
   * An element, or why it is left.
   *
   * @param bytes the element as it can be sent alone, or null
   * @param refusal why it cannot; "" if it can
   */
  record Found(byte @Nullable [] bytes, String refusal) {

    // not the compact form: javac leaves the annotations of its parameters out of the class file
    Found(byte @Nullable [] bytes, String refusal) {
      this.bytes = bytes;
      this.refusal = refusal;
    }
  }

  private final Flattener flattener;
  private final ElementBytes former;
  private final RecordSplitter splitter;
  private byte @Nullable [] record;
  private List<byte[]> places = List.of();

  RedriveElements(RecordType type) {
    this.flattener = Flattener.of(type);
    this.former = new ElementBytes(type);
    this.splitter = new RecordSplitter(type);
  }

  /** The element of a letter in its record. */
  Found find(StoredLetter stored, byte[] json) {
    DeadLetter letter = stored.letter();
    byte[] bytes =
        stored.form() == 1
            ? former.find(json, letter.ordinal()).orElse(null)
            : find(json, letter.ordinal());
    if (bytes == null) {
      return refused(
          "element %d cannot be told for sure in its record; is it of another record type?"
              .formatted(letter.ordinal()));
    }
    return new Found(bytes, "");
  }

  private byte @Nullable [] find(byte[] json, int ordinal) {
    if (record != json) {
      record = json;
      places = splitter.split(json);
      if (places.size() != flattener.flatten(json, null).size()) {
        places = List.of();
      }
    }
    if (ordinal >= places.size()) {
      return null;
    }
    return places.size() == 1 ? json : places.get(ordinal);
  }

  private static Found refused(String reason) {
    return new Found(null, reason);
  }
}
