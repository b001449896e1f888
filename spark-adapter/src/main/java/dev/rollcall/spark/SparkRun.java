package dev.rollcall.spark;

import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** A pipeline that runs on Spark as a stream. Threadsafe. */
public final class SparkRun implements AutoCloseable {

  private final StreamingQuery query;
  private final BatchRunner batches;
  private final StreamProgress progress;

  SparkRun(StreamingQuery query, BatchRunner batches, StreamProgress progress) {
    this.query = query;
    this.batches = batches;
    this.progress = progress;
  }

  /** The value in its log lines of {@value dev.rollcall.core.internal.run.RunContext#RUN_ID}. */
  public String runId() {
    return batches.context().runId();
  }

  /** The accounts of all batches that have ended so far. */
  public RunReport report() {
    return batches.report();
  }

  /**
   * The current status. The lag is that of the last batch that ended, relative to the end of the
   * topic at its start.
   */
  public RunStatus status() {
    return progress.status(query);
  }

  /** Calls the listener after each batch with the number of elements read so far. */
  public void onProgress(LongConsumer listener) {
    batches.onProgress(listener);
  }

  /** True while the stream runs. */
  public boolean isActive() {
    return query.isActive();
  }

  /**
   * Waits until the stream finds nothing new to process; everything that the topic held when this
   * was called is processed then. While records keep arriving faster than batches end, it keeps
   * waiting.
   *
   * @throws dev.rollcall.core.error.RollcallException if the run failed
   */
  public RunReport awaitCaughtUp() {
    try {
      query.processAllAvailable();
    } catch (Exception e) {
      // not only unchecked ones: Scala throws the stream's own error without declaring it
      throw batches.explained(e);
    }
    progress.take(query.lastProgress());
    return report().requireBalanced();
  }

  /**
   * Waits until the stream ends by itself.
   *
   * @throws dev.rollcall.core.error.RollcallException if the run failed
   */
  public RunReport awaitEnd() {
    try {
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      throw batches.explained(e);
    } finally {
      progress.end(query);
    }
    return report().requireBalanced();
  }

  /** Stops the stream; a new run continues from there. */
  @Override
  public void close() {
    try {
      query.stop();
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark did not stop the stream in time", e);
    } finally {
      query.sparkSession().streams().removeListener(progress);
      progress.end(query);
      batches.close();
    }
  }
}
