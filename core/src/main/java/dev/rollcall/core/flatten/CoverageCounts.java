package dev.rollcall.core.flatten;

import dev.rollcall.core.internal.decode.CoverageCounter;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.RecordType;

/**
 * What is counted for one of those that use a {@link Flattener} in turn, see {@link
 * Flattener#countIn}. Not threadsafe.
 */
public final class CoverageCounts {

  private final CoverageCounter counter;

  /** Nothing yet; for flatteners of this type. */
  public CoverageCounts(RecordType type) {
    this.counter = new CoverageCounter(RecordDefinition.of(type));
  }

  /** What the columns were made of since the last call. */
  public Coverage take() {
    return counter.take();
  }

  /** As {@link Flattener#beginPart}. */
  public void beginPart() {
    counter.sampleOnly();
  }

  CoverageCounter counter() {
    return counter;
  }
}
