package dev.rollcall.cli.input;

import dev.rollcall.csv.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import org.apache.commons.io.input.ProxyInputStream;

/** Reading the input failed; other {@link IOException}s are those of the output. */
public final class ReadFailure extends IOException {

  private ReadFailure(IOException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }

  /** Says why a file could not be read to its end, for people: behind "cannot be read". */
  public static String reason(IOException error) {
    Throwable cause = error.getCause() instanceof FileContent.Damaged ? error.getCause() : error;
    if (cause.getCause() instanceof CharacterCodingException) {
      return " on: it begins as UTF-16 or UTF-32 and has bytes that are not; convert it to UTF-8";
    }
    return cause instanceof FileContent.Damaged
        ? " on: " + cause.getMessage()
        : ": " + error.getMessage() + "; see whether it still is there";
  }

  /** The stream, whose errors are of this type. */
  public static InputStream in(InputStream stream) {
    return new ProxyInputStream(stream) {
      @Override
      protected void handleIOException(IOException e) throws IOException {
        throw new ReadFailure(e);
      }
    };
  }
}
