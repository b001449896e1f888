package dev.rollcall.spark;

import dev.rollcall.core.error.RollcallException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what went wrong under the layers that Spark puts around it. */
final class SparkErrors {

  private SparkErrors() {}

  /** The error of Rollcall's own that is the cause, or null. */
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
