package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.accumulator.RowPlace;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A row awaiting the flush.
 *
 * @param origin the record it came from, for its dead letter if a sink refuses it
 * @param version the row's version, the element's place in the record among it
 * @param row as it left the last step
 * @param deleted whether the row of its key is to go
 */
public record BufferedRow(LetterOrigin origin, Row.Version version, Row row, boolean deleted)
    implements RowPlace {

  /** An empty set of rows, each equal to itself only, for their values need not be hashed. */
  static Set<BufferedRow> set() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  SourceRecord record() {
    return origin.record();
  }

  @Override
  public SourcePartition partition() {
    return record().partition();
  }

  @Override
  public long offset() {
    return record().offset();
  }

  /** The element's place in the record. */
  @Override
  public int ordinal() {
    return version.ordinal();
  }

  /** The row of one element of a record, to be written. */
  public static BufferedRow of(
      CompiledPipeline pipeline, LetterOrigin origin, int ordinal, Element element, Row row) {
    return new BufferedRow(origin, version(pipeline, origin, ordinal, element), row, false);
  }

  /** The key of one element of a record, whose row is to go. */
  public static BufferedRow deletion(
      CompiledPipeline pipeline, LetterOrigin origin, int ordinal, Element element, Row key) {
    return new BufferedRow(origin, version(pipeline, origin, ordinal, element), key, true);
  }

  private static Row.Version version(
      CompiledPipeline pipeline, LetterOrigin origin, int ordinal, Element element) {
    SourceRecord record = origin.record();
    Instant own = pipeline.ownVersion(element);
    return own == null
        ? new Row.Version(pipeline.version(), record.timestamp(), record.offset(), ordinal)
        : new Row.Version(pipeline.version(), own, record.timestamp(), record.offset(), ordinal);
  }

  DeadLetter refusedBy(String sink, String reason) {
    return origin.letter(version.ordinal(), sink, sink + ": " + reason);
  }
}
