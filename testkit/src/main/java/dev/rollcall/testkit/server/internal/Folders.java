package dev.rollcall.testkit.server.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Removes folders of servers. */
public final class Folders {

  private Folders() {}

  /** As far as it goes: what cannot be deleted is left to the system's own cleaning. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException left) {
      // somebody else deletes too, or nothing more can be done
    }
  }
}
