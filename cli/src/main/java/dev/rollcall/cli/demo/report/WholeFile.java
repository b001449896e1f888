package dev.rollcall.cli.demo.report;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole or not at all. */
final class WholeFile {

  private WholeFile() {}

  /**
   * Writes {@code bytes} beside {@code file} and moves them there, making folders on the way. A
   * link is followed; what is no file, such as {@code /dev/stdout}, is written to as it is.
   *
   * @param what is written, for the message
   * @throws ConfigurationException if that cannot be written there
   */
  static void write(String what, Path file, byte[] bytes) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
        Files.write(file, bytes);
      } else {
        replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), bytes);
      }
    } catch (IOException failure) {
      throw new ConfigurationException(
          "cannot write the %s to %s: %s; name a place that can be written"
              .formatted(what, file, failure));
    }
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part-" + ProcessHandle.current().pid());
    Files.createDirectories(file.resolveSibling(""));
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
