package dev.rollcall.core.error;

import org.jspecify.annotations.Nullable;

/** One element cannot be used, and trying again will not help: it goes to the dead letters. */
public final class DataException extends RollcallException {

  /** With the message only. */
  public DataException(String message) {
    super(message, null);
  }

  /** With the error it stems from. */
  public DataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
