package dev.rollcall.spark;

import dev.rollcall.core.error.RollcallException;
import java.util.HashSet;
import java.util.Set;

/** Finds what went wrong under the layers that Spark puts around it. */
final class SparkErrors {

  private SparkErrors() {}

  /** The error of Rollcall's own that is the cause, or else the error itself, unchecked. */
  static RuntimeException unwrapped(Throwable error) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (cause instanceof RollcallException own) {
        return own;
      }
    }
    return error instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("the Spark run failed: " + error.getMessage(), error);
  }
}
