package dev.rollcall.core.port;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * A part of a {@link BatchOrigin}.
 *
 * <p><b>Ordering.</b> Records come in the same order at each reading as long as the store's content
 * is the same; their offsets are their places in it, from 0.
 *
 * <p><b>Threading.</b> Immutable; several may be read at once.
 *
 * <p><b>Failure.</b> {@link dev.rollcall.core.error.TransientException}: read the part again, from
 * the start. {@link dev.rollcall.core.error.FatalException}: the run cannot go on.
 */
public interface BatchPart extends Serializable {

  /** Names the part in dead letters and messages; the same at each reading. */
  SourcePartition partition();

  /** Hands over every record, in order. */
  void read(Consumer<SourceRecord> action);
}
