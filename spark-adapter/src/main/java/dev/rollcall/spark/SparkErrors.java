package dev.rollcall.spark;

import dev.rollcall.core.error.RollcallException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds Rollcall's error under the exceptions that Spark wraps around it. */
final class SparkErrors {

  private SparkErrors() {}

  /** Rollcall's own error among the causes, or null. */
  static @Nullable RollcallException own(Throwable error) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (cause instanceof RollcallException own) {
        return own;
      }
    }
    return null;
  }
}
