package dev.rollcall.csv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.flatten.Flattener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header, whose lines are read as JSON records: RFC 4180 in UTF-8 or UTF-16, also
 * compressed by gzip or Zstandard, or in the format of a {@link CsvFormat}. Immutable and
 * threadsafe.
 *
 * <p>Opening reads the whole file once: its SHA-256 (of its bytes, compressed or not) identifies a
 * load of it, and a bad header is found before anything is loaded. Every cell becomes a text, an
 * empty one ""; the record type defines what it means. Blank lines are skipped. A line that cannot
 * be read (too few or too many cells, an unclosed quote, bytes that are not text) is a record too,
 * which becomes a dead letter with the file's line, what was there and what was expected; the other
 * lines are read.
 *
 * <pre>{@code
 * CsvFile file = CsvFile.open(Path.of("2019-Oct.csv")).withIds("event_id");
 * try (KafkaLoad load = KafkaLoad.open(events, file.sha256());
 *     Stream<CsvRecord> records = file.records()) {
 *   Iterator<CsvRecord> left = records.skip(load.recordsDone()).iterator();
 *   …                                          // pages of LoadRecords, then load.finish()
 * }
 * }</pre>
 */
public final class CsvFile {

  private static final JsonFactory JSON = new JsonFactory();

  private final Path path;
  private final CsvFormat format;
  private final CsvHeader header;
  private final long size;
  private final long badLines;
  private final long bytes;
  private final FileTime modified;
  private final String sha256;
  private final @Nullable String idField;

  private CsvFile(
      Path path,
      CsvFormat format,
      CsvHeader header,
      long size,
      long badLines,
      long bytes,
      FileTime modified,
      String sha256,
      @Nullable String idField) {
    this.path = path;
    this.format = format;
    this.header = header;
    this.size = size;
    this.badLines = badLines;
    this.bytes = bytes;
    this.modified = modified;
    this.sha256 = sha256;
    this.idField = idField;
  }

  /**
   * Reads and checks a file in the standard format.
   *
   * @throws DataException if its first line does not name columns, or it is not text; the message
   *     says what was there and what was expected
   * @throws FatalException if it cannot be read
   */
  public static CsvFile open(Path path) {
    return open(path, CsvFormat.standard());
  }

  /** As {@link #open(Path)}, for a file in another format. */
  public static CsvFile open(Path path, CsvFormat format) {
    try {
      FileTime modified = Files.getLastModifiedTime(path);
      long bytes = Files.size(path);
      try (CsvReading reading = CsvReading.of(path, format)) {
        long size = 0;
        long bad = 0;
        for (CsvLines.Line line = reading.next(); line != null; line = reading.next()) {
          size++;
          bad += line.isBad() ? 1 : 0;
        }
        return new CsvFile(
            path, format, reading.header(), size, bad, bytes, modified, reading.sha256(), null);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Returns the same file with the {@link CsvRecord#id} of each record in a field of this name: a
   * key for types that have none.
   *
   * @throws ConfigurationException if the file has a column of that name
   */
  public CsvFile withIds(String field) {
    if (field.isBlank() || header.names().contains(field)) {
      throw new ConfigurationException(
          "file '%s': got '%s' as the field for ids, expected a name that is none of its columns %s"
              .formatted(path, field, header.names()));
    }
    return new CsvFile(path, format, header, size, badLines, bytes, modified, sha256, field);
  }

  /** The column names, in the file's order. */
  public List<String> header() {
    return header.names();
  }

  /** The number of records, including those of bad lines. */
  public long size() {
    return size;
  }

  /** The number of lines that cannot be read. */
  public long badLines() {
    return badLines;
  }

  /** What is unusual but was accepted, as sentences for people. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(header.notes());
    if (size == 0) {
      notes.add("the file has a first line with names and no line behind it");
    }
    return List.copyOf(notes);
  }

  /** The SHA-256 of its bytes, 64 hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /**
   * Reads the records lazily, in the file's order; close the stream. Not threadsafe.
   *
   * @throws FatalException if the file has changed since it was opened or cannot be read; thrown
   *     here or by the stream
   */
  public Stream<CsvRecord> records() {
    try {
      if (Files.size(path) != bytes || !Files.getLastModifiedTime(path).equals(modified)) {
        throw new FatalException("file '" + path + "' was changed while in use; open it again");
      }
      CsvReading reading = CsvReading.of(path, format);
      return StreamSupport.stream(
              Spliterators.spliterator(
                  new Records(reading), size, Spliterator.ORDERED | Spliterator.NONNULL),
              false)
          .onClose(reading::close);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private final class Records implements Iterator<CsvRecord> {
    private final CsvReading reading;
    private long done;

    Records(CsvReading reading) {
      this.reading = reading;
    }

    @Override
    public boolean hasNext() {
      return done < size;
    }

    @Override
    public CsvRecord next() {
      CsvLines.Line line;
      try {
        line = reading.next();
      } catch (IOException e) {
        throw unreadable(path, e);
      }
      if (line == null) {
        throw new FatalException("file '" + path + "' was changed while in use; open it again");
      }
      done++;
      String id = sha256 + ":" + done;
      return new CsvRecord(done, line.number(), id, line.isBad() ? bad(line) : json(id, line));
    }
  }

  /** The file's name without its folders, so that the record is the same wherever it stands. */
  private byte[] bad(CsvLines.Line line) {
    return Flattener.unreadable(
        "file '%s' line %d: %s".formatted(path.getFileName(), line.number(), line.problem()));
  }

  private byte[] json(String id, CsvLines.Line line) {
    ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(bytesOut)) {
      out.writeStartObject();
      if (idField != null) {
        out.writeStringField(idField, id);
      }
      for (int i = 0; i < header.names().size(); i++) {
        String cell = line.cells().get(header.first() + i);
        out.writeFieldName(header.names().get(i));
        if (format.isNull(cell)) {
          out.writeNull();
        } else {
          out.writeString(cell);
        }
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytesOut.toByteArray();
  }

  private static RollcallException unreadable(Path path, IOException cause) {
    if (cause instanceof FileContent.Damaged) {
      return new DataException("file '" + path + "': " + cause.getMessage(), cause);
    }
    return new FatalException(
        "file '%s' cannot be read (%s); look whether it is there and may be read"
            .formatted(path, cause.getClass().getSimpleName()),
        cause);
  }

  /** Name, records and hash; nothing of the content. */
  @Override
  public String toString() {
    return "CsvFile[" + path + ", " + size + " records, " + sha256 + "]";
  }
}
