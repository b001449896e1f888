package dev.rollcall.cli.config;

import dev.rollcall.cli.yaml.YamlNode;
import dev.rollcall.core.record.Texts;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Sets the options of a command from entries of a file, by the option's own name and type. The
 * command line and environment variables take precedence. Not threadsafe.
 */
final class OptionsSection {

  /** Of these an environment variable goes before the file. */
  private static final Map<String, String> VARIABLES = Map.of("home", "ROLLCALL_HOME");

  private static final int SHOWN = 40;
  private static final Set<String> NOT_HERE = Set.of("config", "help", "version");

  private static final Set<Tag> TEXT = Set.of(Tag.STR, Tag.TIMESTAMP);

  private static final Map<Class<?>, Type> TYPES =
      Map.of(
          boolean.class, new Type(Set.of(Tag.BOOL), "true or false", OptionsSection::bool),
          Integer.class,
              new Type(
                  Set.of(Tag.INT),
                  "a whole number of at most " + Integer.MAX_VALUE,
                  text -> integer(text).intValueExact()),
          long.class,
              new Type(Set.of(Tag.INT), "a whole number", text -> integer(text).longValueExact()),
          String.class, new Type(TEXT, "a text", text -> text),
          Path.class, new Type(TEXT, "a text", Path::of),
          LocalDate.class, new Type(TEXT, "a date such as 2026-01-31", LocalDate::parse));

  private final Map<String, OptionSpec> options = new TreeMap<>();
  private final ParseResult given;
  private final Map<String, String> environment;

  /** How a file writes the value of an option; {@code parse} refuses by an exception. */
  private record Type(Set<Tag> tags, String expected, Function<String, Object> parse) {}

  OptionsSection(CommandSpec command, Map<String, String> environment) {
    for (OptionSpec option : command.options()) {
      String name = option.longestName().replaceFirst("^--", "");
      if (!NOT_HERE.contains(name)) {
        options.put(name, option);
      }
    }
    this.given = command.commandLine().getParseResult();
    this.environment = environment;
  }

  /** Sets the option at once, or notes the problem, which keeps the command from running. */
  void read(String key, YamlNode at) {
    OptionSpec option = options.get(key);
    if (option == null) {
      List<String> known = new ArrayList<>(options.keySet());
      known.add(ServersSection.NAME);
      at.problem("is unknown" + Texts.didYouMean(key, known));
      return;
    }
    Type type = TYPES.get(option.type());
    if (type == null) {
      at.problem("can only be given on the command line");
    } else if (!(at.node() instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      at.wrong(at.kind(), type.expected());
    } else if (!type.tags().contains(scalar.getTag())) {
      boolean quote = type.tags().contains(Tag.STR);
      at.wrong(shown(scalar), type.expected() + (quote ? "; put it in quotes" : ""));
    } else {
      try {
        Object value = type.parse().apply(scalar.getValue());
        if (!isSet(key, option)) {
          option.setValue(value);
        }
      } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
        at.wrong(shown(scalar), type.expected());
      }
    }
  }

  private boolean isSet(String key, OptionSpec option) {
    String variable = VARIABLES.get(key);
    return given.hasMatchedOption(option)
        || variable != null && !environment.getOrDefault(variable, "").isEmpty();
  }

  private static String shown(ScalarNode scalar) {
    String text = scalar.getValue();
    return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'";
  }

  /** YAML 1.1 has more words for them, which mean something else to people. */
  private static Object bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return Boolean.valueOf(text);
  }

  private static BigInteger integer(String text) {
    return new BigInteger(text.replace("_", ""));
  }
}
