package dev.rollcall.randomuser;

import dev.rollcall.core.error.TransientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An attempt failed, and another may succeed after {@link #minimumWait()}. */
final class FailedAttempt extends Exception {

  private static final long serialVersionUID = 1;

  private final Duration minimumWait;

  FailedAttempt(String message, Duration minimumWait, @Nullable Throwable cause) {
    super(message, cause);
    this.minimumWait = minimumWait;
  }

  FailedAttempt(String message) {
    this(message, Duration.ZERO, null);
  }

  Duration minimumWait() {
    return minimumWait;
  }

  TransientException asTransient(int attempts) {
    String tries = attempts == 1 ? " (1 attempt)" : " (" + attempts + " attempts)";
    return new TransientException(getMessage() + tries, this);
  }
}
