package dev.rollcall.cli.check;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import java.util.List;

/** A pipeline, whatever its stores: over the real ones to run it, in memory to check it. */
@FunctionalInterface
public interface Definition {

  /**
   * The pipeline over these.
   *
   * @param tables as many as it has, in its order
   * @param figures not used if it has no aggregations
   */
  Pipeline over(List<RowTarget> tables, AggregateTarget figures, DeadLetterTarget letters);
}
