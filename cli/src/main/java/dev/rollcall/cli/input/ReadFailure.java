package dev.rollcall.cli.input;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** Reading the input failed; other {@link IOException}s are those of the output. */
public final class ReadFailure extends IOException {

  private ReadFailure(IOException cause) {
    super(String.valueOf(cause.getMessage()), cause);
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
