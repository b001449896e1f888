package dev.rollcall.core.error;

import org.jspecify.annotations.Nullable;

/** The root of every error Rollcall raises itself. Catch a subclass to tell the kinds apart. */
public abstract sealed class RollcallException extends RuntimeException
    permits ConfigurationException, DataException, FatalException, TransientException {

  RollcallException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
