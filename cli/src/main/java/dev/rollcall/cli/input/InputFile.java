package dev.rollcall.cli.input;

import dev.rollcall.cli.console.Console;
import dev.rollcall.csv.CsvFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One file to read, or standard input.
 *
 * @param name as the user wrote it; below a directory, the directory as written and the rest
 * @param path where it is; null for standard input
 * @param csv how it is written, if it is CSV; null for JSON
 */
public record InputFile(String name, @Nullable Path path, @Nullable CsvFormat csv) {

  /** True if the name says that each line is a record. */
  public boolean isNamedAsLines() {
    return FileNames.isLines(name);
  }

  public InputStream open(Console console) throws IOException {
    return path == null ? console.in() : Files.newInputStream(path);
  }

  /** When the file was last written, now for standard input: the time of its records. */
  public Instant recordTime() throws IOException {
    return path == null ? Instant.now() : Files.getLastModifiedTime(path).toInstant();
  }
}
