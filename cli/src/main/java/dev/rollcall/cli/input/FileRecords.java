package dev.rollcall.cli.input;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.flatten.Flattener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JSON records of a file, for loads; {@code rollcall flatten} reads files in the same way. */
public final class FileRecords {

  private FileRecords() {}

  /**
   * All records in their order, at least one. What cannot be read is a record too, one that becomes
   * a dead letter.
   *
   * @throws DataException if the file cannot be read to its end
   */
  public static List<byte[]> of(Path file) {
    List<byte[]> records = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      JsonFile.read(
          in,
          FileNames.isLines(file.toString()),
          (json, begin, line) -> records.add(json == null ? tooLarge(file, line) : json));
    } catch (IOException e) {
      String problem =
          e.getCause() instanceof CharacterCodingException
              ? "begins as UTF-16 or UTF-32 and has bytes that are not; convert it to UTF-8"
              : e.getMessage();
      throw new DataException("file '%s': %s".formatted(file, problem), e);
    }
    return records;
  }

  private static byte[] tooLarge(Path file, long line) {
    return Flattener.unreadable(
        "file '%s'%s: is too large, expected at most %d bytes for a record"
            .formatted(file.getFileName(), line > 0 ? " line " + line : "", JsonFile.LIMIT));
  }
}
