package dev.rollcall.csv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180, UTF-8, with a header) whose lines are read as JSON records. Immutable and
 * threadsafe.
 *
 * <p>Opening reads the file once from end to end: its SHA-256 names a load of it, and a line that
 * is not like the others is found before anything is loaded, not in the middle. Every cell becomes
 * a text, an empty one "": what it means is for the record type to say. Lines that are empty or
 * blank are passed over.
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

  /** What stands between two cells unless {@link #open(Path, char)} says otherwise: {@value}. */
  public static final char DEFAULT_SEPARATOR = ',';

  private static final JsonFactory JSON = new JsonFactory();

  private final Path path;
  private final char separator;
  private final List<String> header;
  private final long size;
  private final long bytes;
  private final FileTime modified;
  private final String sha256;
  private final @Nullable String idField;

  private CsvFile(
      Path path,
      char separator,
      List<String> header,
      long size,
      long bytes,
      FileTime modified,
      String sha256,
      @Nullable String idField) {
    this.path = path;
    this.separator = separator;
    this.header = List.copyOf(header);
    this.size = size;
    this.bytes = bytes;
    this.modified = modified;
    this.sha256 = sha256;
    this.idField = idField;
  }

  /**
   * Reads and checks a file whose cells are separated by commas.
   *
   * @throws DataException if it is no such file: names the line, what it has and what was expected
   * @throws FatalException if it cannot be read
   */
  public static CsvFile open(Path path) {
    return open(path, DEFAULT_SEPARATOR);
  }

  /** As {@link #open(Path)}, with another separator, such as a semicolon or a tab. */
  public static CsvFile open(Path path, char separator) {
    try {
      FileTime modified = Files.getLastModifiedTime(path);
      long bytes = Files.size(path);
      try (CsvLines lines = CsvLines.of(path, separator)) {
        List<String> header = header(path, lines);
        long size = 0;
        while (lines.next() != null) {
          size++;
        }
        return new CsvFile(path, separator, header, size, bytes, modified, lines.sha256(), null);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static List<String> header(Path path, CsvLines lines) throws IOException {
    String[] names = lines.next();
    if (names == null) {
      throw new DataException(
          "file '" + path + "': got an empty file, expected a line that names the columns");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank() || !seen.add(name)) {
        throw new DataException(
            "file '%s' line 1: got %s, expected a name of its own for each of the %d columns"
                .formatted(
                    path,
                    name.isBlank() ? "a column without a name" : "'" + name + "' twice",
                    names.length));
      }
    }
    return List.of(names);
  }

  /**
   * The same file, whose records carry their {@link CsvRecord#id} in a field of this name too: a
   * key for a type that has none of its own.
   *
   * @throws ConfigurationException if the file has a column of that name
   */
  public CsvFile withIds(String field) {
    if (field.isBlank() || header.contains(field)) {
      throw new ConfigurationException(
          "file '%s': got '%s' as the field for ids, expected a name that is none of its columns %s"
              .formatted(path, field, header));
    }
    return new CsvFile(path, separator, header, size, bytes, modified, sha256, field);
  }

  /** The names of the columns, in their order. */
  public List<String> header() {
    return header;
  }

  /** How many records it holds. */
  public long size() {
    return size;
  }

  /** The SHA-256 of its bytes, 64 hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /**
   * The records in the file's order, read as they are asked for; close the stream. Not threadsafe.
   *
   * @throws FatalException if the file was changed since it was opened or cannot be read, here or
   *     from the stream
   */
  public Stream<CsvRecord> records() {
    try {
      if (Files.size(path) != bytes || !Files.getLastModifiedTime(path).equals(modified)) {
        throw new FatalException("file '" + path + "' was changed while in use; open it again");
      }
      CsvLines lines = afterHeader();
      return StreamSupport.stream(
              Spliterators.spliterator(
                  new Records(lines), size, Spliterator.ORDERED | Spliterator.NONNULL),
              false)
          .onClose(lines::close);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private CsvLines afterHeader() throws IOException {
    CsvLines lines = CsvLines.of(path, separator);
    try {
      lines.next();
      return lines;
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  private final class Records implements Iterator<CsvRecord> {
    private final CsvLines lines;
    private long done;

    Records(CsvLines lines) {
      this.lines = lines;
    }

    @Override
    public boolean hasNext() {
      return done < size;
    }

    @Override
    public CsvRecord next() {
      String[] cells;
      try {
        cells = lines.next();
      } catch (IOException e) {
        throw unreadable(path, e);
      }
      if (cells == null) {
        throw new FatalException("file '" + path + "' was changed while in use; open it again");
      }
      done++;
      String id = sha256 + ":" + done;
      return new CsvRecord(done, id, json(id, cells));
    }
  }

  private byte[] json(String id, String[] cells) {
    ByteArrayOutputStream bytesOut = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(bytesOut)) {
      out.writeStartObject();
      if (idField != null) {
        out.writeStringField(idField, id);
      }
      for (int i = 0; i < cells.length; i++) {
        out.writeStringField(header.get(i), cells[i]);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytesOut.toByteArray();
  }

  private static FatalException unreadable(Path path, IOException cause) {
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
