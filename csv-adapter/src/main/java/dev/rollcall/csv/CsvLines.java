package dev.rollcall.csv;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.rollcall.core.error.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The lines of a file, cell by cell, and the hash of what was read. Not threadsafe. */
final class CsvLines implements AutoCloseable {

  private static final ObjectReader LINES =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build()
          .readerFor(String[].class);

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Path path;
  private final DigestInputStream bytes;
  private final MappingIterator<String[]> lines;
  private int width;

  private CsvLines(Path path, DigestInputStream bytes, MappingIterator<String[]> lines) {
    this.path = path;
    this.bytes = bytes;
    this.lines = lines;
  }

  static CsvLines of(Path path, char separator) throws IOException {
    DigestInputStream bytes = new DigestInputStream(Files.newInputStream(path), sha256Digest());
    try {
      Reader text =
          new BufferedReader(
              new InputStreamReader(
                  bytes,
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPORT)
                      .onUnmappableCharacter(CodingErrorAction.REPORT)),
              1 << 16);
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
      return new CsvLines(path, bytes, LINES.with(schema).readValues(text));
    } catch (CharacterCodingException e) {
      bytes.close();
      throw notUtf8(path, 1);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /**
   * The next line's cells, as many as the first line has; null at the end.
   *
   * @throws DataException that names the line, if it is none of such cells
   */
  String @Nullable [] next() throws IOException {
    long line = lineNumber();
    String[] cells;
    try {
      if (!lines.hasNextValue()) {
        return null;
      }
      cells = lines.nextValue();
    } catch (CharacterCodingException e) {
      throw notUtf8(path, line);
    } catch (JsonProcessingException e) {
      // the parser's own message quotes the file
      throw new DataException(
          "file '%s' line %d: got a cell whose quotes do not match, expected RFC 4180; repair it"
              .formatted(path, lineOf(e, line)));
    }
    if (width == 0) {
      width = cells.length;
    } else if (cells.length != width) {
      throw new DataException(
          "file '%s' line %d: got %d cells, expected %d as in its first line; repair it"
              .formatted(path, line, cells.length, width));
    }
    return cells;
  }

  private long lineNumber() {
    return Math.max(1, lines.getCurrentLocation().getLineNr());
  }

  private static long lineOf(JsonProcessingException e, long line) {
    JsonLocation at = e.getLocation();
    return at == null ? line : at.getLineNr();
  }

  private static DataException notUtf8(Path path, long line) {
    return new DataException(
        ("file '%s' line %d or soon after: got bytes that are no UTF-8; convert the file, with iconv"
                + " for example")
            .formatted(path, line));
  }

  /** The hash of the whole file, once {@link #next} has given null. */
  String sha256() {
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
      lines.close();
      bytes.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a file that was only read", e);
    }
  }
}
