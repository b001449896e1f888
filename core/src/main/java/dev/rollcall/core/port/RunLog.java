package dev.rollcall.core.port;

import java.time.Instant;
import java.util.Map;

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

  @Override
  void close();
}
