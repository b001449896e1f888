package dev.rollcall.cli.flatten;

import dev.rollcall.cli.type.TypeFile;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.commerce.Orders;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Texts;
import dev.rollcall.core.user.Users;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The record types that {@code --type} names: those built in by their names, others by files. */
final class RecordTypes {

  /** What is read if nothing is said: {@value}. */
  static final String DEFAULT = "user";

  private static final String OPTION = "--type";

  /** Made when asked for: a command reads one type, and making them takes a while. */
  private static final Map<String, Supplier<RecordType>> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put(DEFAULT, Users::recordType);
    TYPES.put("commerce-event", CommerceEvents::recordType);
    TYPES.put("order", Orders::recordType);
  }

  private RecordTypes() {}

  /**
   * The type of this name, of which an underscore is as good as a hyphen, or of the YAML file
   * there.
   *
   * @throws ConfigurationException if there is none, or with every problem of the file
   */
  static RecordType named(String name) {
    Supplier<RecordType> builtIn = TYPES.get(name.replace('_', '-'));
    if (builtIn != null) {
      return builtIn.get();
    }
    if (isFile(name)) {
      return TypeFile.read(OPTION, Path.of(name));
    }
    throw new ConfigurationException(
        "%s: got '%s', expected %s, or a file such as orders.yaml%s"
            .formatted(
                OPTION,
                name,
                String.join(", ", TYPES.keySet()),
                Texts.didYouMean(name, TYPES.keySet())));
  }

  private static boolean isFile(String name) {
    try {
      return name.matches(".*(\\.ya?ml|[/\\\\].*)") || Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** For help: each type with its columns. */
  static List<String> columns() {
    List<String> lines = new ArrayList<>();
    TYPES.forEach(
        (name, type) ->
            lines.add("  " + name + ": " + String.join(", ", type.get().schema().names())));
    return lines;
  }
}
