package dev.rollcall.cli.type;

import dev.rollcall.cli.yaml.YamlNode;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be said of a column, in the order in which the builder must hear it. */
enum ColumnWords {
  FROM("from", (type, at) -> Read.texts(at, "a path or a list of paths", type::from)),
  EPOCH("epoch", ColumnWords::epoch),
  EPOCH_BESIDE("epochBeside", ColumnWords::epochBeside),
  PATTERN("pattern", (type, at) -> Read.texts(at, "a pattern such as d.M.yyyy", type::pattern)),
  ZONE(
      "zone", (type, at) -> Read.value(at, "a zone such as Europe/Berlin", ZoneId::of, type::zone)),
  NOT_BEFORE("notBefore", (type, at) -> time(at, type::notBefore)),
  NOT_AFTER("notAfter", (type, at) -> time(at, type::notAfter)),
  NOT_AFTER_RECORD(
      "notAfterRecord",
      (type, at) ->
          Read.value(at, "a duration such as PT1H or P1D", Duration::parse, type::notAfterRecord)),
  DECIMAL_TEXT("decimalText", (type, at) -> flag(at, type::decimalText)),
  BASE64(
      "base64",
      (type, at) -> Read.value(at, "the scale, a whole number", Integer::parseInt, type::base64)),
  ROUNDED(
      "rounded",
      (type, at) -> Read.value(at, "such as HALF_UP", RoundingMode::valueOf, type::rounded)),
  BOOLEANS("booleans", ColumnWords::booleans),
  NULL_TEXTS("nullTexts", (type, at) -> Read.texts(at, "a text in quotes", type::nullTexts)),
  ONE_OF("oneOf", (type, at) -> Read.texts(at, "a text in quotes", type::oneOf)),
  ELSE_NULL("elseNull", (type, at) -> flag(at, type::elseNull)),
  REQUIRED("required", ColumnWords::required),
  EMPTY_IS_NULL("emptyIsNull", (type, at) -> flag(at, type::emptyIsNull)),
  PERSONAL("personal", (type, at) -> flag(at, type::personal));

  private static final String BOOLEANS_EXPECTED = "{true: [\"1\"], false: [\"0\"]}";

  private final String word;
  private final BiConsumer<RecordTypeBuilder, YamlNode> say;

  ColumnWords(String word, BiConsumer<RecordTypeBuilder, YamlNode> say) {
    this.word = word;
    this.say = say;
  }

  String word() {
    return word;
  }

  void say(RecordTypeBuilder type, YamlNode at) {
    say.accept(type, at);
  }

  static List<String> all() {
    return Arrays.stream(values()).map(ColumnWords::word).toList();
  }

  /** Whether a word that stands alone in Java is there and true. */
  static boolean isSaid(@Nullable YamlNode at) {
    boolean[] said = new boolean[1];
    if (at != null) {
      flag(at, () -> said[0] = true);
    }
    return said[0];
  }

  private static void flag(YamlNode at, Runnable say) {
    String text = at.text("true or false");
    if ("true".equals(text)) {
      say.run();
    } else if (text != null && !text.equals("false")) {
      at.wrong("'" + text + "'", "true or false");
    }
  }

  private static void required(RecordTypeBuilder type, YamlNode at) {
    String text = at.text("true, or a text that says what is expected");
    if (text != null && !text.equals("false")) {
      type.required(text.equals("true") ? "" : text);
    }
  }

  private static void time(YamlNode at, Consumer<Instant> then) {
    Read.value(
        at,
        "a time such as 2020-01-31T00:00:00Z, or a day",
        text ->
            text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text),
        then);
  }

  /** {@code epoch: SECONDS}, or {@code epoch: {SECONDS: registered, MILLIS: [a, b]}}. */
  private static void epoch(RecordTypeBuilder type, YamlNode at) {
    if (!at.isMapping()) {
      unit(at, unit -> type.epoch(unit));
      return;
    }
    at.entries()
        .forEach(
            (name, paths) ->
                unit(
                    new YamlNode(paths.path(), paths.name(), paths.name(), paths.problems()),
                    unit -> Read.texts(paths, "a path", texts -> type.epoch(unit, texts))));
  }

  private static void unit(YamlNode at, Consumer<EpochUnit> then) {
    Read.value(at, "DAYS, SECONDS, MILLIS, MICROS or NANOS", EpochUnit::valueOf, then);
  }

  private static void epochBeside(RecordTypeBuilder type, YamlNode at) {
    Map<String, YamlNode> said = at.isMapping() ? at.entries() : Map.of();
    YamlNode unit = said.get("unit");
    YamlNode path = said.get("path");
    YamlNode other = said.get("other");
    if (unit == null || path == null || other == null || said.size() != 3) {
      at.problem("expected {unit: SECONDS, path: dob, other: registered}");
      return;
    }
    String from = path.text("a path");
    String witness = other.text("a path");
    if (from != null && witness != null) {
      unit(unit, value -> type.epochBeside(value, from, witness));
    }
  }

  private static void booleans(RecordTypeBuilder type, YamlNode at) {
    Map<String, YamlNode> said = at.isMapping() ? at.entries() : Map.of();
    YamlNode trues = said.get("true");
    YamlNode falses = said.get("false");
    if (trues == null || falses == null || said.size() != 2) {
      at.problem("expected " + BOOLEANS_EXPECTED);
      return;
    }
    String[] trueTexts = Read.texts(trues, BOOLEANS_EXPECTED);
    String[] falseTexts = Read.texts(falses, BOOLEANS_EXPECTED);
    if (trueTexts != null && falseTexts != null) {
      type.booleans(List.of(trueTexts), List.of(falseTexts));
    }
  }
}
