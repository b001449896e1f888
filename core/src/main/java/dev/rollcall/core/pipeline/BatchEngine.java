package dev.rollcall.core.pipeline;

import dev.rollcall.core.internal.batch.BatchWork;
import dev.rollcall.core.port.BatchPart;
import java.util.List;

/** Processes the parts of a batch: in this JVM ({@link #here}) or on Spark. */
@FunctionalInterface
public interface BatchEngine {

  /**
   * Takes every part through the pipeline with {@link BatchWork#process}. A part that was processed
   * more than once, after a transient error or because a worker was lost, is in the results once.
   *
   * @throws dev.rollcall.core.error.RollcallException if one of them cannot be processed
   */
  List<BatchResult> process(Pipeline pipeline, List<BatchPart> parts);

  /**
   * Processes parts in this JVM.
   *
   * @param workers how many parts are processed at a time
   */
  static BatchEngine here(int workers) {
    return (pipeline, parts) -> BatchWork.processHere(pipeline.compiled(), parts, workers);
  }
}
