package dev.rollcall.core.record;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.Reading;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.mapping.RecordTypeCheck;
import dev.rollcall.core.internal.mapping.TimePattern;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Declares a {@link RecordType}. What follows a column speaks of the column declared last. Faults
 * are collected and reported at once by {@link #build}. Not threadsafe.
 *
 * <p>What a column takes without more being said; everything else is a dead letter that says what
 * to declare, never a guess:
 *
 * <table>
 * <caption>Values</caption>
 * <tr><th>Type</th><th>JSON</th><th>can be declared</th></tr>
 * <tr><td>STRING</td><td>text; a number or boolean as it is written</td><td></td></tr>
 * <tr><td>INT64, FLOAT64</td><td>a number, or a text that is one</td><td></td></tr>
 * <tr><td>DECIMAL</td><td>a number</td><td>{@link #decimalText}, {@link #base64}, {@link
 *     #rounded}</td></tr>
 * <tr><td>BOOLEAN</td><td>{@code true}, {@code false}, or their text</td><td>{@link
 *     #booleans}</td></tr>
 * <tr><td>TIMESTAMP</td><td>ISO 8601 text: {@code 2012-05-31T05:08:12.251Z}, {@code 2012-05-31
 *     05:08:12}, an offset such as {@code +02:00}, a day alone (its midnight), {@code UTC} behind
 *     it; in UTC if it names no zone; years 1 to 9999, fractions cut to milliseconds</td><td>{@link
 *     #epoch} for numbers, {@link #pattern}, {@link #zone}, {@link #notBefore}, {@link
 *     #notAfter}, {@link #notAfterRecord}</td></tr>
 * <tr><td>DATE</td><td>the same texts: the day as it is written, whatever the offset behind
 *     it</td><td>the same; a number becomes the day in the declared zone</td></tr>
 * <tr><td>UUID</td><td>text of 8-4-4-4-12 hexadecimal digits</td><td></td></tr>
 * <tr><td>JSON</td><td>any value</td><td></td></tr>
 * <tr><td>BYTES</td><td>base64 text</td><td></td></tr>
 * </table>
 *
 * <p>A path is names with dots between them ({@code name.first}); a name that itself holds a dot,
 * dollar, slash, bracket or quote stands in quotes: {@code prices.'list.net'}.
 */
public final class RecordTypeBuilder {

  private final String name;
  private List<String> key = List.of();

  /** The name of the column declared last, if it could not be declared. */
  private @Nullable String refused;

  private final List<ColumnMapping> mappings = new ArrayList<>();

  /** What was said of the column declared last. */
  private final Set<String> said = new HashSet<>();

  private final List<List<String>> envelopes = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final List<List<String>> secrets = new ArrayList<>();
  private final List<List<String>> wrappers = new ArrayList<>();
  private final List<String> nullTexts = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  RecordTypeBuilder(String name) {
    this.name = name;
    if (name.isBlank()) {
      faults.add("the record type has no name");
    }
  }

  /**
   * The column or columns that identify an element, in an order that stores keep; rows of one key
   * replace each other, newer wins. An element in which one of them has no value, or blank text, is
   * a dead letter.
   */
  public RecordTypeBuilder key(String... columns) {
    if (!key.isEmpty()) {
      faults.add(
          "key: declared twice; name all columns of a key at once: key(%s)"
              .formatted(
                  Stream.concat(key.stream(), Stream.of(columns))
                      .map(column -> '"' + column + '"')
                      .collect(Collectors.joining(", "))));
    }
    this.key = List.of(columns);
    return this;
  }

  /** Declares a column of any type but DECIMAL. */
  public RecordTypeBuilder column(String column, ColumnType type) {
    return add(column, type, 0, 0, ColumnMapping.Visibility.ROW);
  }

  /** Declares a DECIMAL column; a value with more digits is a dead letter, see {@link #rounded}. */
  public RecordTypeBuilder decimal(String column, int precision, int scale) {
    return add(column, ColumnType.DECIMAL, precision, scale, ColumnMapping.Visibility.ROW);
  }

  /** Declares a column that derivations can read and that is not part of the row. */
  public RecordTypeBuilder hidden(String column, ColumnType type) {
    return add(column, type, 0, 0, ColumnMapping.Visibility.HIDDEN);
  }

  /**
   * Declares a text column that is not part of the row and whose values the report of a run counts:
   * how often each of {@link #oneOf}, which must follow, occurred. For what is said of elements,
   * such as how their keys were made; never for what they hold.
   */
  public RecordTypeBuilder counted(String column, Derivation derivation) {
    return add(column, ColumnType.STRING, 0, 0, ColumnMapping.Visibility.COUNTED)
        .otherwise(derivation);
  }

  /** Declares a column that is always computed from the others. */
  public RecordTypeBuilder derived(String column, ColumnType type, Derivation derivation) {
    return column(column, type).otherwise(derivation);
  }

  /**
   * Where the value stands: paths, {@code $} (the whole element) or templates such as {@code
   * "{street.number} {street.name}"}. The first that holds a scalar wins. Paths go through objects,
   * not into arrays: an array is a JSON column, or its elements are records of their own.
   */
  public RecordTypeBuilder from(String... paths) {
    List<JsonSource> sources = new ArrayList<>();
    for (String path : paths) {
      try {
        sources.add(JsonSource.parse(path));
      } catch (IllegalArgumentException e) {
        faults.add("column '" + lastName() + "': path '" + path + "': " + e.getMessage());
      }
    }
    return once("from", m -> m.from(sources));
  }

  /**
   * Numbers (and texts of digits) at these paths of the column's {@code from}, all if none is
   * named, count this since 1970 and stand for a time. One unit per path.
   */
  public RecordTypeBuilder epoch(EpochUnit unit, String... paths) {
    return counting(unit, List.of(), List.of(paths));
  }

  /**
   * The same for a path whose numbers are only then what they seem if there is a number at another
   * path too: sources of one age write both so, and a number alone is of another source. Below
   * {@link #alsoUnder} that path says enough.
   */
  public RecordTypeBuilder epochBeside(EpochUnit unit, String path, String other) {
    try {
      return counting(unit, FieldPath.parse(other), List.of(path));
    } catch (IllegalArgumentException e) {
      faults.add("column '" + lastName() + "': path '" + other + "': " + e.getMessage());
      return this;
    }
  }

  private RecordTypeBuilder counting(EpochUnit unit, List<String> beside, List<String> paths) {
    return last(
        mapping -> {
          if (mapping.sources().isEmpty()) {
            faults.add("column '%s': epoch follows from(…)".formatted(mapping.column().name()));
          }
          for (String path : paths) {
            if (mapping.sources().stream().noneMatch(source -> source.text().equals(path))) {
              faults.add(
                  "column '%s': epoch names the path '%s', expected one of its from(…)"
                      .formatted(mapping.column().name(), path));
            }
          }
          List<JsonSource> sources = new ArrayList<>();
          for (JsonSource source : mapping.sources()) {
            boolean meant = paths.isEmpty() || paths.contains(source.text());
            if (meant && source.unit() != null) {
              faults.add(
                  "column '%s': path '%s' has a unit already, expected one per path"
                      .formatted(mapping.column().name(), source.text()));
            }
            sources.add(meant ? source.counting(unit, beside) : source);
          }
          return mapping.from(sources);
        });
  }

  /**
   * How texts that stand for a time are written beside ISO 8601, as {@link
   * java.time.format.DateTimeFormatter} says it, in English: {@code "d.M.yyyy"}. Several are tried
   * in this order. Read strictly: the 31st of June is none. The digits of a number at a path
   * without a unit are read so too: {@code "yyyyMMdd"}.
   */
  public RecordTypeBuilder pattern(String... patterns) {
    for (String pattern : patterns) {
      try {
        TimePattern.of(pattern);
      } catch (IllegalArgumentException e) {
        faults.add("column '" + lastName() + "': pattern '" + pattern + "': " + e.getMessage());
      }
    }
    return times(
        "pattern",
        t ->
            new Reading.Times(
                List.of(patterns),
                t.declaredZone(),
                t.notBefore(),
                t.notAfter(),
                t.notAfterRecord()));
  }

  /**
   * The zone of texts that name none, and the one in which a number becomes a DATE; UTC if nothing
   * is said. A time that a change of clocks left out is a dead letter; of one that came twice the
   * first counts.
   */
  public RecordTypeBuilder zone(ZoneId zone) {
    return times(
        "zone",
        t ->
            new Reading.Times(t.patterns(), zone, t.notBefore(), t.notAfter(), t.notAfterRecord()));
  }

  /** An earlier time cannot be: a dead letter. */
  public RecordTypeBuilder notBefore(Instant earliest) {
    return times(
        "notBefore",
        t ->
            new Reading.Times(
                t.patterns(), t.declaredZone(), earliest, t.notAfter(), t.notAfterRecord()));
  }

  /** A later time cannot be: a dead letter. */
  public RecordTypeBuilder notAfter(Instant latest) {
    return times(
        "notAfter",
        t ->
            new Reading.Times(
                t.patterns(), t.declaredZone(), t.notBefore(), latest, t.notAfterRecord()));
  }

  /**
   * A time later than its record by more than this cannot be: a dead letter. Says nothing where the
   * record has no time.
   */
  public RecordTypeBuilder notAfterRecord(Duration tolerance) {
    return times(
        "notAfterRecord",
        t ->
            new Reading.Times(
                t.patterns(), t.declaredZone(), t.notBefore(), t.notAfter(), tolerance));
  }

  /** A text of digits with at most one point and sign, {@code -12.50}, is a DECIMAL too. */
  public RecordTypeBuilder decimalText() {
    return decimals("decimalText", d -> new Reading.Decimals(true, d.base64Scale(), d.rounding()));
  }

  /**
   * A text is the base64 of the unscaled value, two's complement, big-endian, as Kafka Connect and
   * Debezium write {@code org.apache.kafka.connect.data.Decimal}.
   *
   * @param scale digits behind the point, as the source has them
   */
  public RecordTypeBuilder base64(int scale) {
    if (scale < 0) {
      faults.add("column '" + lastName() + "': base64: got the scale " + scale + ", expected >= 0");
    }
    return decimals("base64", d -> new Reading.Decimals(d.text(), scale, d.rounding()));
  }

  /** A DECIMAL with more digits behind the point than the column is rounded so. */
  public RecordTypeBuilder rounded(RoundingMode mode) {
    return decimals("rounded", d -> new Reading.Decimals(d.text(), d.base64Scale(), mode));
  }

  /**
   * What is true or false beside {@code true} and {@code false}, letter for letter, as text or as
   * number: {@code booleans(List.of("1", "True"), List.of("0", "False"))}.
   */
  public RecordTypeBuilder booleans(List<String> trueTexts, List<String> falseTexts) {
    if (trueTexts.stream().anyMatch(falseTexts::contains)) {
      faults.add("column '" + lastName() + "': booleans: one text is both true and false");
    }
    return once("booleans", m -> m.read(r -> r.with(new Reading.Booleans(trueTexts, falseTexts))));
  }

  /** Texts that mean no value, such as {@code "N/A"}; letter for letter, but for spaces around. */
  public RecordTypeBuilder nullTexts(String... texts) {
    return once("nullTexts", m -> m.read(r -> r.withNulls(stripped(texts))));
  }

  /** The same for every column of the type. */
  public RecordTypeBuilder nullTextsOfAll(String... texts) {
    nullTexts.addAll(stripped(texts));
    return this;
  }

  /** What to compute when no path has a value. */
  public RecordTypeBuilder otherwise(Derivation derivation) {
    return once("otherwise", m -> m.otherwise(derivation));
  }

  /** An element without a value is a dead letter. The key is always required. */
  public RecordTypeBuilder required() {
    return required("");
  }

  /** The same, with words for the message: what was expected. */
  public RecordTypeBuilder required(String expected) {
    return last(m -> m.requiring(expected));
  }

  /** "" counts as no value. */
  public RecordTypeBuilder emptyIsNull() {
    return last(ColumnMapping::withEmptyAsNull);
  }

  /**
   * The values that a STRING column may have, letter for letter; an element with another one is a
   * dead letter. Having no value is allowed unless {@link #required} says otherwise.
   */
  public RecordTypeBuilder oneOf(String... values) {
    if (values.length == 0) {
      faults.add("column '" + lastName() + "': oneOf names no value, expected at least one");
    }
    return once("oneOf", m -> m.allowing(List.of(values)));
  }

  /** The value tells of a person: see {@link Sensitivity#PERSONAL}. */
  public RecordTypeBuilder personal() {
    return last(m -> m.of(m.column().with(Sensitivity.PERSONAL)));
  }

  /**
   * A message may be an envelope: an object whose array at this path ({@code results}, {@code
   * data.users}) holds the elements. One that has a key of its own too is told as a dead letter,
   * since it is no envelope alone.
   */
  public RecordTypeBuilder envelope(String path) {
    return path("envelope", path, envelopes);
  }

  /** An object with this field and without a key is the source's report of an error. */
  public RecordTypeBuilder error(String field) {
    List<List<String>> parsed = new ArrayList<>();
    path("error", field, parsed);
    for (List<String> path : parsed) {
      if (path.size() > 1) {
        faults.add("error '" + field + "': got a path, expected the name of one field");
      }
      errors.add(path.get(path.size() - 1));
    }
    return this;
  }

  /** The fields of an element may also stand lower, under this path: {@code payload.after}. */
  public RecordTypeBuilder alsoUnder(String path) {
    return path("alsoUnder", path, wrappers);
  }

  /**
   * Fields that are dropped while decoding, out of JSON columns too. A dotted path means that
   * place, and the same below {@link #alsoUnder}; a name without a dot means that field at any
   * depth, in JSON columns in whatever case.
   */
  public RecordTypeBuilder secret(String... paths) {
    for (String path : paths) {
      path("secret", path, secrets);
    }
    return this;
  }

  private RecordTypeBuilder path(String what, String path, List<List<String>> paths) {
    try {
      paths.add(FieldPath.parse(path));
    } catch (IllegalArgumentException e) {
      faults.add(what + " '" + path + "': " + e.getMessage());
    }
    return this;
  }

  /**
   * The declared type.
   *
   * @throws ConfigurationException with every fault of the declaration
   */
  public RecordType build() {
    List<ColumnMapping> all = mappings.stream().map(this::complete).toList();
    List<List<String>> hidden = new ArrayList<>(secrets);
    for (List<String> wrapper : wrappers) {
      secrets.stream()
          .filter(secret -> secret.size() > 1)
          .forEach(secret -> hidden.add(JsonSource.below(wrapper, secret)));
    }
    List<String> found = new ArrayList<>(faults);
    found.addAll(new RecordTypeCheck(key, all, hidden).problems());
    if (!found.isEmpty()) {
      throw ConfigurationException.of("record type '" + name + "'", found);
    }
    List<Column> working = all.stream().map(ColumnMapping::column).toList();
    List<Column> visible =
        all.stream().filter(m -> !m.hidden()).map(ColumnMapping::column).toList();
    return new RecordType(
        new RecordDefinition(
            name,
            Schema.of(visible, key),
            Schema.of(working, key),
            all,
            envelopes,
            errors,
            hidden,
            wrappers));
  }

  /** With what is declared for all columns. */
  private ColumnMapping complete(ColumnMapping mapping) {
    List<JsonSource> sources = new ArrayList<>(mapping.sources());
    for (List<String> wrapper : wrappers) {
      mapping.sources().stream()
          .filter(source -> !source.isElement())
          .forEach(source -> sources.add(source.under(wrapper, FieldPath.written(wrapper))));
    }
    List<String> nulls = new ArrayList<>(mapping.reading().nullTexts());
    nullTexts.stream().filter(text -> !nulls.contains(text)).forEach(nulls::add);
    return mapping.from(sources).read(reading -> reading.withNulls(nulls));
  }

  private static List<String> stripped(String... texts) {
    return Stream.of(texts).map(String::strip).toList();
  }

  private RecordTypeBuilder times(String what, UnaryOperator<Reading.Times> change) {
    return once(what, m -> m.read(r -> r.with(change.apply(r.times()))));
  }

  private RecordTypeBuilder decimals(String what, UnaryOperator<Reading.Decimals> change) {
    return once(what, m -> m.read(r -> r.with(change.apply(r.decimals()))));
  }

  private RecordTypeBuilder add(
      String column, ColumnType type, int precision, int scale, ColumnMapping.Visibility seen) {
    refused = null;
    said.clear();
    try {
      Column declared = new Column(column, type, precision, scale, Sensitivity.PUBLIC);
      mappings.add(ColumnMapping.of(declared, seen));
    } catch (IllegalArgumentException e) {
      // what follows speaks of no column: it must not change the one before
      refused = column;
      faults.add(e.getMessage());
    }
    return this;
  }

  /** Of two declarations the last would win in silence. */
  private RecordTypeBuilder once(String what, UnaryOperator<ColumnMapping> change) {
    if (refused == null && !mappings.isEmpty() && !said.add(what)) {
      faults.add("column '%s': %s is said twice, expected once".formatted(lastName(), what));
    }
    return last(change);
  }

  private RecordTypeBuilder last(UnaryOperator<ColumnMapping> change) {
    if (refused != null) {
      return this;
    }
    if (mappings.isEmpty()) {
      faults.add("declare a column first: from, otherwise, required and the like follow it");
      return this;
    }
    mappings.set(mappings.size() - 1, change.apply(mappings.get(mappings.size() - 1)));
    return this;
  }

  private String lastName() {
    if (refused != null) {
      return refused;
    }
    return mappings.isEmpty() ? "?" : mappings.get(mappings.size() - 1).column().name();
  }
}
