package dev.rollcall.core.pipeline;

import dev.rollcall.core.internal.batch.BatchWork;
import dev.rollcall.core.port.BatchPart;
import java.util.List;

/** Where the parts of a batch are processed: {@link #here}, or on the workers of Spark. */
@FunctionalInterface
public interface BatchEngine {

  /**
   * Takes every part through the pipeline with {@link BatchWork#process}; a part that was processed
   * twice, because a worker was lost, is in the results once.
   *
   * @throws dev.rollcall.core.error.RollcallException if one of them cannot be processed
   */
  List<BatchResult> process(Pipeline pipeline, List<BatchPart> parts);

  /** In this JVM, so many parts at a time. */
  static BatchEngine here(int workers) {
    return (pipeline, parts) -> BatchWork.processHere(pipeline.compiled(), parts, workers);
  }
}
