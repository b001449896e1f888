package dev.rollcall.core.error;

import org.jspecify.annotations.Nullable;

/** The run cannot go on; the message says what to do. */
public final class FatalException extends RollcallException {

  /** With the message only. */
  public FatalException(String message) {
    super(message, null);
  }

  /** With the error it stems from. */
  public FatalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
