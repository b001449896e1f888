package dev.rollcall.core.internal.process;

import dev.rollcall.core.internal.accumulator.RowPlace;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row awaiting the flush.
 *
 * @param origin the record it came from, for its dead letter if a sink refuses it
 * @param ordinal the element's place in the record, for its letter
 * @param version the row's version
 * @param row as it left the last step
 * @param key the row's, made while the row is at hand; null if no sink is to have it
 * @param deleted whether the row of its key is to go
 */
public record BufferedRow(
    LetterOrigin origin,
    int ordinal,
    Row.Version version,
    Row row,
    Row.@Nullable Key key,
    boolean deleted)
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

  DeadLetter refusedBy(String sink, String reason) {
    return origin.letter(ordinal, sink, sink + ": " + reason);
  }
}
