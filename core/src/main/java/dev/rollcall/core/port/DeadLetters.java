package dev.rollcall.core.port;

import java.util.List;

/**
 * Keeps the elements that could not be used.
 *
 * <p><b>Guarantee.</b> When {@link #write} returns, the letters are durable.
 *
 * <p><b>Ordering.</b> None.
 *
 * <p><b>Threading.</b> {@code write} may be called by several threads at once.
 *
 * <p><b>Idempotence.</b> A letter of the same {@link DeadLetter#id} may come again after a replay;
 * a store keeps one, a topic keys its messages by the id.
 *
 * <p><b>Failure.</b> {@link dev.rollcall.core.error.TransientException}: write all of them again.
 * {@link dev.rollcall.core.error.FatalException}: the run cannot go on.
 */
public interface DeadLetters extends AutoCloseable {

  /** Writes letters. */
  void write(List<DeadLetter> letters);

  @Override
  void close();
}
