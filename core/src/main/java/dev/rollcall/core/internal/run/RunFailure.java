package dev.rollcall.core.internal.run;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;

/** What was thrown at a run: as the error that ends it, and in words that quote no record. */
public final class RunFailure {

  private RunFailure() {}

  /**
   * The error that whoever waits for the run is thrown: an unchecked exception is itself; an error
   * of the JVM, or a checked exception that came undeclared, is told by who failed.
   */
  public static RuntimeException of(String who, Throwable thrown) {
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new FatalException(who + " failed with " + text(thrown), thrown);
  }

  /**
   * In words. A message that is neither Rollcall's own nor the JVM's may quote a record, so such an
   * error is told by its class and by where it was thrown.
   */
  public static String text(Throwable thrown) {
    if (thrown instanceof RollcallException) {
      return String.valueOf(thrown.getMessage());
    }
    String name = thrown.getClass().getName();
    if (thrown instanceof LinkageError || thrown instanceof VirtualMachineError) {
      return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
    }
    return classAndPlace(thrown);
  }

  /** Its class, and where it was thrown if that is known. */
  static String classAndPlace(Throwable thrown) {
    String name = thrown.getClass().getName();
    StackTraceElement[] stack = thrown.getStackTrace();
    return stack.length == 0 ? name : name + " at " + place(stack[0]);
  }

  /** Where a thread is or was: class, method and line. */
  public static String place(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
  }
}
