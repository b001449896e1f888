package dev.rollcall.cli.demo;

import dev.rollcall.testkit.server.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/**
 * The folder of a demonstration: kept, or made for one run and deleted after it, also on Ctrl-C.
 */
final class DemoFolder implements AutoCloseable {

  private final Path path;
  private final boolean keep;

  private DemoFolder(Path path, boolean keep) {
    this.path = path;
    this.keep = keep;
  }

  static DemoFolder open(DemoOptions options) {
    try {
      Path folder =
          options.keep()
              ? Files.createDirectories(options.home().resolve("demo"))
              : Files.createTempDirectory("rollcall-demo");
      if (!options.keep()) {
        Servers.deleteAtExit(folder);
      }
      return new DemoFolder(folder.toAbsolutePath(), options.keep());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
  }

  /** A folder that is empty at the start of every run. */
  Path fresh(String name) {
    Path folder = path.resolve(name);
    FileUtils.deleteQuietly(folder.toFile());
    return folder;
  }

  @Override
  public void close() {
    if (!keep) {
      // files may vanish while servers stop; what is left is the system's to clean
      FileUtils.deleteQuietly(path.toFile());
    }
  }
}
