package dev.rollcall.cli.config;

import dev.rollcall.core.record.Suggestions;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Sets the options of a command from entries of a file, by the option's own name and type. What is
 * on the command line stays, and so does what an environment variable sets. Not threadsafe.
 */
final class OptionEntries {

  /** Of these an environment variable goes before the file. */
  private static final Map<String, String> VARIABLES = Map.of("home", "ROLLCALL_HOME");

  private static final int SHOWN = 40;
  private static final Set<String> NOT_HERE = Set.of("config", "help", "version");

  private final Map<String, OptionSpec> options = new TreeMap<>();
  private final ParseResult given;
  private final Map<String, String> environment;
  private final Faults faults;

  OptionEntries(CommandSpec command, Map<String, String> environment, Faults faults) {
    for (OptionSpec option : command.options()) {
      String name = option.longestName().replaceFirst("^--", "");
      if (!NOT_HERE.contains(name)) {
        options.put(name, option);
      }
    }
    this.given = command.commandLine().getParseResult();
    this.environment = environment;
    this.faults = faults;
  }

  /** Notes the fault, or sets the option at once; the command does not run if there are faults. */
  void read(String key, Node node) {
    OptionSpec option = options.get(key);
    if (option == null) {
      List<String> known = new ArrayList<>(options.keySet());
      known.add(ServerEntries.SECTION);
      faults.add(key, node, "is unknown" + Suggestions.suggestion(key, known));
      return;
    }
    Object value = value(key, option.type(), node);
    String variable = VARIABLES.get(key);
    boolean isSet =
        given.hasMatchedOption(option)
            || variable != null && !environment.getOrDefault(variable, "").isEmpty();
    if (value != null && !isSet) {
      option.setValue(value);
    }
  }

  private @Nullable Object value(String key, Class<?> type, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return wrong(key, node, expected(type));
    }
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    try {
      if (type == boolean.class || type == Boolean.class) {
        return tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))
            ? (Object) Boolean.valueOf(text)
            : wrong(key, node, expected(type));
      }
      if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
        return tag.equals(Tag.INT) ? number(type, text) : wrong(key, node, expected(type));
      }
      if (!tag.equals(Tag.STR) && !tag.equals(Tag.TIMESTAMP)) {
        return wrong(key, node, expected(type) + "; put it in quotes");
      }
      if (type == String.class) {
        return text;
      }
      if (type == Path.class) {
        return Path.of(text);
      }
      if (type == LocalDate.class) {
        return LocalDate.parse(text);
      }
    } catch (NumberFormatException
        | ArithmeticException
        | InvalidPathException
        | DateTimeParseException e) {
      return wrong(key, node, expected(type));
    }
    faults.add(key, node, "can only be given on the command line");
    return null;
  }

  private static Object number(Class<?> type, String text) {
    BigInteger number = new BigInteger(text.replace("_", ""));
    // not a conditional expression, which would make both long
    if (type == int.class || type == Integer.class) {
      return number.intValueExact();
    }
    return number.longValueExact();
  }

  private @Nullable Object wrong(String key, Node node, String expected) {
    String got =
        node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
            ? "'" + shortened(scalar.getValue()) + "'"
            : YamlFile.kind(node);
    faults.add(key, node, "got " + got + ", expected " + expected);
    return null;
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static String expected(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class) {
      return "a whole number of at most " + Integer.MAX_VALUE;
    }
    if (type == long.class || type == Long.class) {
      return "a whole number";
    }
    return type == LocalDate.class ? "a date such as 2026-01-31" : "a text";
  }
}
