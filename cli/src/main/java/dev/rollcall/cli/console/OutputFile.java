package dev.rollcall.cli.console;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files that a command will write, checked before it starts its work. A file named {@value
 * #STANDARD_OUTPUT} is standard output.
 */
public final class OutputFile {

  private static final String STANDARD_OUTPUT = "-";

  private OutputFile() {}

  /** Whether it is standard output, which then holds nothing else. */
  public static boolean isStandardOutput(@Nullable String file) {
    return STANDARD_OUTPUT.equals(file);
  }

  /** As {@link #require(String, Path)}, unless it is standard output. */
  public static void require(String option, @Nullable String file) {
    require(option, file == null || isStandardOutput(file) ? null : Path.of(file));
  }

  /** Writes the text there, in UTF-8. Null is no file. */
  public static void write(String text, @Nullable String file, Console console) throws IOException {
    if (isStandardOutput(file)) {
      console.print(text);
    } else if (file != null) {
      Files.writeString(Path.of(file), text);
    }
  }

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
