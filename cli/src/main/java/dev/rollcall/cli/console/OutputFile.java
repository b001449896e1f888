package dev.rollcall.cli.console;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that a command will write, checked before it starts its work. */
public final class OutputFile {

  private OutputFile() {}

  /** The file must be no folder, and its folder writable. Null is no file. */
  public static void require(String option, @Nullable Path file) {
    if (file == null) {
      return;
    }
    requireFolder(option, file.toAbsolutePath().getParent());
    if (Files.isDirectory(file)) {
      throw new ConfigurationException(option + ": '" + file + "' is a folder, expected a file");
    }
  }

  /** The folder must be writable; it is made if it is not there. Null is no folder. */
  public static void requireFolder(String option, @Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ConfigurationException(option + ": cannot make the folder '" + folder + "'");
    }
    if (!Files.isWritable(folder)) {
      throw new ConfigurationException(option + ": cannot write to the folder '" + folder + "'");
    }
  }
}
