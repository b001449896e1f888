package dev.rollcall.csv;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.flatten.ByteFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a file once: its header, then its lines; and hashes its bytes. Not threadsafe. */
final class CsvReading implements AutoCloseable {

  private final DigestInputStream bytes;
  private final CsvLines lines;
  private final CsvHeader header;

  private CsvReading(DigestInputStream bytes, CsvLines lines, CsvHeader header) {
    this.bytes = bytes;
    this.lines = lines;
    this.header = header;
  }

  /**
   * Reads the header.
   *
   * @throws DataException if there is none
   */
  static CsvReading of(Path path, CsvFormat format) throws IOException {
    DigestInputStream bytes = new DigestInputStream(Files.newInputStream(path), sha256Digest());
    try {
      FileContent content = FileContent.of(bytes);
      Charset charset = charset(path, content.format(), format);
      CsvLines lines = new CsvLines(new FileLines(content.bytes(), charset), format);
      CsvHeader header = header("file '" + path + "'", lines, format);
      lines.expect(header.width(), header.spaced());
      return new CsvReading(bytes, lines, header);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static Charset charset(Path path, ByteFormat begin, CsvFormat format) {
    Charset detected = begin.charset();
    Charset declared = format.charset();
    if (declared != null) {
      return isUnclear(declared) ? detected == null ? bigEndian(declared) : detected : declared;
    }
    if (detected == null && begin != ByteFormat.TEXT) {
      throw new DataException(
          "file '%s': got %s, expected CSV; unpack it, or save it as CSV"
              .formatted(path, begin.what()));
    }
    return detected == null ? StandardCharsets.UTF_8 : detected;
  }

  /** Whether only the byte order mark tells the byte order. */
  private static boolean isUnclear(Charset charset) {
    return charset.name().equals("UTF-16") || charset.name().equals("UTF-32");
  }

  private static Charset bigEndian(Charset charset) {
    return Charset.forName(charset.name() + "BE");
  }

  private static CsvHeader header(String file, CsvLines lines, CsvFormat format)
      throws IOException {
    CsvLines.Line first = lines.next();
    if (first == null) {
      throw new DataException(file + ": got an empty file, expected a line that names the columns");
    }
    if (first.isBad()) {
      throw new DataException(file + " line " + first.number() + ": " + first.problem());
    }
    return CsvHeader.of(file + " line " + first.number(), first.cells(), format);
  }

  CsvHeader header() {
    return header;
  }

  /** The next line of data, which may be bad; null at the end. */
  CsvLines.@Nullable Line next() throws IOException {
    CsvLines.Line line = lines.next();
    if (line == null || line.isBad()) {
      return line;
    }
    String problem = header.problem(line.cells());
    return problem.isEmpty() ? line : new CsvLines.Line(line.number(), List.of(), problem);
  }

  /** The hash of the whole file, once {@link #next} has given null. */
  String sha256() throws IOException {
    bytes.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a file that was only read", e);
    }
  }
}
