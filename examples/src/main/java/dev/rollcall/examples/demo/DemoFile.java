package dev.rollcall.examples.demo;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole or not at all. */
final class DemoFile {

  private DemoFile() {}

  /**
   * Writes {@code bytes} beside {@code file} and moves them there, making folders on the way.
   *
   * @param what is written, for the message
   * @throws ConfigurationException if that cannot be written there
   */
  static void write(String what, Path file, byte[] bytes) {
    Path whole = file.toAbsolutePath();
    Path part =
        whole.resolveSibling(whole.getFileName() + ".part-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(whole.resolveSibling(""));
      try {
        Files.write(part, bytes);
        move(part, whole);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException failure) {
      throw new ConfigurationException(
          "cannot write the %s to %s: %s %s; name a place that can be written"
              .formatted(what, file, failure.getClass().getSimpleName(), failure.getMessage()));
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException plain) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
