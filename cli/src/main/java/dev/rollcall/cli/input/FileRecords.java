package dev.rollcall.cli.input;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.flatten.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JSON records of a file, for loads; {@code rollcall flatten} reads files in the same way. */
public final class FileRecords {

  /** Bytes that tell what a file is that is no text. */
  public static final int BEGIN = 1 << 16;

  private FileRecords() {}

  /**
   * All of them in their order, at least one: what cannot be read is one that becomes a dead
   * letter.
   *
   * @throws DataException if the file cannot be had whole
   */
  public static List<byte[]> of(Path file) {
    List<byte[]> records = new ArrayList<>();
    try (InputStream raw = Files.newInputStream(file)) {
      TextStream text = TextStream.of(raw);
      if (!text.isText()) {
        return List.of(text.bytes().readNBytes(BEGIN));
      }
      new RecordReader(text.bytes(), new Collector(file, records), RecordReader.defaultLimit())
          .read(FileNames.isLines(file.toString()));
    } catch (CharacterCodingException e) {
      throw new DataException(
          "file '%s': begins as UTF-16 or UTF-32 and has bytes that are not; convert it to UTF-8"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new DataException("file '%s': %s".formatted(file, e.getMessage()), e);
    }
    return records;
  }

  private record Collector(Path file, List<byte[]> records) implements RecordReader.Sink {
    @Override
    public void record(byte[] json, long line) {
      JsonValues.of(json).forEach(value -> records.add(value.json()));
    }

    @Override
    public void tooLarge(long line, int limit) {
      records.add(
          Unreadable.record(
              "file '%s'%s: is too large, expected at most %d bytes for a record"
                  .formatted(file.getFileName(), line > 0 ? " line " + line : "", limit)));
    }
  }
}
