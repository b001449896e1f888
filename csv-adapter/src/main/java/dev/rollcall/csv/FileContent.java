package dev.rollcall.csv;

import com.github.luben.zstd.ZstdInputStream;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.ByteFormat;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The content of a file: decompresses gzip and Zstandard, and recognizes other formats by their
 * first bytes.
 *
 * @param bytes the content; reading throws {@link Damaged} if compressed data is truncated or
 *     damaged
 * @param format the format of the content: {@link ByteFormat#TEXT}, or another that its first bytes
 *     show
 */
public record FileContent(InputStream bytes, ByteFormat format) {

  private static final int BUFFER = 1 << 16;
  private static final int BEGIN = 32;

  /**
   * Detects the format of a file and decompresses it.
   *
   * @throws ConfigurationException if it is Zstandard and zstd-jni is not on the class path
   */
  public static FileContent of(InputStream file) throws IOException {
    InputStream bytes = new BufferedInputStream(file, BUFFER);
    ByteFormat format = begin(bytes);
    if (format == ByteFormat.GZIP) {
      bytes = new Unpacked("gzip", gzip(bytes));
    } else if (format == ByteFormat.ZSTD) {
      bytes = new Unpacked("Zstandard", zstd(bytes));
    } else {
      return new FileContent(bytes, format);
    }
    InputStream content = new BufferedInputStream(bytes, BUFFER);
    return new FileContent(content, begin(content));
  }

  private static ByteFormat begin(InputStream bytes) throws IOException {
    bytes.mark(BEGIN);
    byte[] begin = bytes.readNBytes(BEGIN);
    bytes.reset();
    return ByteFormat.of(begin);
  }

  private static InputStream gzip(InputStream bytes) throws IOException {
    try {
      return new GZIPInputStream(new Members(bytes), BUFFER);
    } catch (ZipException | EOFException e) {
      throw new Damaged("gzip", e);
    }
  }

  private static InputStream zstd(InputStream bytes) throws IOException {
    try {
      return new ZstdInputStream(bytes);
    } catch (NoClassDefFoundError e) {
      throw new ConfigurationException(
          "a file is Zstandard data: add com.github.luben:zstd-jni to the class path, or unpack it"
              + " first, with zstd -d for example");
    }
  }

  /** Packed data is damaged or ends too early. */
  public static final class Damaged extends IOException {
    Damaged(String packing, IOException cause) {
      super("its " + packing + " data is damaged or ends too early; fetch the file again", cause);
    }
  }

  /** Maps errors of unpacking to {@link Damaged}. */
  private static final class Unpacked extends FilterInputStream {
    private final String packing;

    Unpacked(String packing, InputStream in) {
      super(in);
      this.packing = packing;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        throw new Damaged(packing, e);
      }
    }
  }

  /**
   * Reports a byte as available until the end is reached. The JDK takes a gzip member for the last
   * one if none is available, but a pipe may merely be slow.
   */
  private static final class Members extends PushbackInputStream {
    Members(InputStream in) {
      super(in, 1);
    }

    @Override
    public int available() throws IOException {
      int next = read();
      if (next < 0) {
        return 0;
      }
      unread(next);
      return Math.max(1, super.available());
    }
  }
}
