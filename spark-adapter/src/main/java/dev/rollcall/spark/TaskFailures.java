package dev.rollcall.spark;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a failure in a task into an error that names the records and reaches the driver: Spark
 * sends errors serialized, and only the text of one that is not serializable.
 */
final class TaskFailures {

  private TaskFailures() {}

  /** The error with its place, {@code users-3@1205} or {@code users-3@1205..1210}. */
  static RuntimeException at(String place, RuntimeException error) {
    if (error instanceof ConfigurationException) {
      // wrong for every record; its problems are its own
      return serializable(error) ? error : new ConfigurationException(text(error));
    }
    Throwable cause = serializable(error) ? error : null;
    if (error instanceof TransientException) {
      return new TransientException(message(place, error), cause);
    }
    if (error instanceof DataException) {
      return new DataException(message(place, error), cause);
    }
    return error instanceof FatalException
        ? new FatalException(message(place, error), cause)
        // a message that is not Rollcall's own may quote a record
        : new FatalException(
            place + ": got " + error.getClass().getName() + ", expected no failure here", cause);
  }

  private static String message(String place, RuntimeException error) {
    String message = text(error);
    return message.contains(place) ? message : place + ": " + message;
  }

  private static String text(@Nullable Throwable error) {
    return error == null || error.getMessage() == null ? "no reason given" : error.getMessage();
  }

  private static boolean serializable(Throwable error) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(error);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
