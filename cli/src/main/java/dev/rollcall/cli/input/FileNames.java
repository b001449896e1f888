package dev.rollcall.cli.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells the content of a file by its name; a last .gz or .zst is ignored. */
public final class FileNames {

  private static final List<String> LINES = List.of(".ndjson", ".jsonl");

  private FileNames() {}

  /** True if it is JSON. */
  public static boolean isJson(Path file) {
    String name = unpacked(file.toString());
    return name.endsWith(".json") || isLines(name);
  }

  /** True if each line is a JSON record. */
  public static boolean isLines(String file) {
    return LINES.stream().anyMatch(unpacked(file)::endsWith);
  }

  /** True if it is CSV. */
  public static boolean isCsv(String file) {
    return unpacked(file).endsWith(".csv") || isTabs(file);
  }

  /** True if it is CSV with tabs between cells. */
  public static boolean isTabs(String file) {
    return unpacked(file).endsWith(".tsv");
  }

  private static String unpacked(String file) {
    return file.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zstd?)$", "");
  }
}
