package dev.rollcall.cli.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose errors can be told from those of the output. */
public final class GuardedInput extends FilterInputStream {

  /** Reading failed. */
  public static final class Failure extends IOException {
    Failure(IOException cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  public GuardedInput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw new Failure(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw new Failure(e);
    }
  }
}
