package dev.rollcall.core.port;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The audit of runs: one entry per run, written when it starts and completed when it ends.
 *
 * <p><b>Guarantee.</b> When a method returns, the entry is durable. A run that was started and
 * neither finished nor failed was cut off.
 *
 * <p><b>Ordering.</b> {@link #started} first, then one of the others. The numbers rise.
 *
 * <p><b>Threading.</b> Threadsafe.
 *
 * <p><b>Idempotence.</b> Ending a run a second time the same way changes nothing.
 *
 * <p><b>Failure.</b> {@link dev.rollcall.core.error.TransientException}: call again. {@link
 * dev.rollcall.core.error.FatalException}: the run cannot go on.
 */
public interface RunLog extends AutoCloseable {

  /** Notes the start of a run and gives it a number higher than any before. */
  long started(String pipeline, String runId, Instant at);

  /** Notes a good end, with its figures (read, written, filtered, dead_lettered, …). */
  void finished(String runId, Instant at, Map<String, Long> figures);

  /** Notes a bad end and the reason, which holds no payload and no credential. */
  void failed(String runId, Instant at, String reason);

  /** The latest of a pipeline's runs that ended well, by its number; empty if there is none. */
  Optional<FinishedRun> lastFinished(String pipeline);

  /**
   * A run that ended well.
   *
   * @param number as {@link #started} gave it
   * @param runId as it was started with
   * @param figures as they were noted
   */
  record FinishedRun(long number, String runId, Map<String, Long> figures) {
    public FinishedRun {
      figures = Map.copyOf(figures);
    }
  }

  @Override
  void close();
}
