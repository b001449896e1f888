package dev.rollcall.core.internal.run;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;

/** Describes what was thrown in a run without quoting a record. */
public final class RunFailure {

  private RunFailure() {}

  /**
   * Returns the exception to throw to callers that wait for the run: an unchecked exception itself;
   * an {@link Error} or an undeclared checked exception wrapped, with a message that names who
   * failed.
   */
  public static RuntimeException of(String who, Throwable thrown) {
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new FatalException(who + " failed with " + text(thrown), thrown);
  }

  /**
   * Describes an error. A message that is neither Rollcall's nor the JVM's may quote a record, so
   * the text has the error's class and where it was thrown instead.
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

  /** The class, and where it was thrown if that is known. */
  static String classAndPlace(Throwable thrown) {
    String name = thrown.getClass().getName();
    StackTraceElement[] stack = thrown.getStackTrace();
    return stack.length == 0 ? name : name + " at " + place(stack[0]);
  }

  /** Class, method and line of a frame. */
  public static String place(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
  }
}
