package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A row awaiting the flush.
 *
 * @param origin the record it came from, for its dead letter if a sink refuses it
 * @param ordinal the row's place in the record, as its letter has it
 * @param version the row's version, the element's place in the record among it
 * @param row as it left the last step
 * @param deleted whether the row of its key is to go
 */
public record BufferedRow(
    LetterOrigin origin, int ordinal, Row.Version version, Row row, boolean deleted) {

  /** An empty set of rows, each equal to itself only, for their values need not be hashed. */
  static Set<BufferedRow> set() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  SourceRecord record() {
    return origin.record();
  }

  /** The row of one element of a record, to be written. */
  public static BufferedRow of(
      CompiledPipeline pipeline, LetterOrigin origin, Element element, Row row) {
    return of(pipeline, origin, element.ordinal(), element.parent(), element, row);
  }

  /** The same of an element that stands alone, with its places in the record as it was read. */
  public static BufferedRow of(
      CompiledPipeline pipeline,
      LetterOrigin origin,
      int ordinal,
      int parent,
      Element element,
      Row row) {
    return new BufferedRow(origin, ordinal, version(pipeline, origin, parent, element), row, false);
  }

  /** The key of one element of a record, whose row is to go. */
  public static BufferedRow deletion(
      CompiledPipeline pipeline, LetterOrigin origin, int ordinal, Element element, Row key) {
    return new BufferedRow(origin, ordinal, version(pipeline, origin, ordinal, element), key, true);
  }

  private static Row.Version version(
      CompiledPipeline pipeline, LetterOrigin origin, int parent, Element element) {
    SourceRecord record = origin.record();
    Instant own = pipeline.ownVersion(element);
    return own == null
        ? new Row.Version(pipeline.version(), record.timestamp(), record.offset(), parent)
        : new Row.Version(pipeline.version(), own, record.timestamp(), record.offset(), parent);
  }

  DeadLetter refusedBy(String sink, String reason) {
    return origin.letter(ordinal, sink, sink + ": " + reason);
  }
}
