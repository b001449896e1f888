package dev.rollcall.core.error;

import org.jspecify.annotations.Nullable;

/** The same call may work later (a time-out, a node that restarts): it is retried with backoff. */
public final class TransientException extends RollcallException {

  /** With the message only. */
  public TransientException(String message) {
    super(message, null);
  }

  /** With the error it stems from. */
  public TransientException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
