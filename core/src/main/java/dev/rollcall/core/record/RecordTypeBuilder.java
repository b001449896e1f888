package dev.rollcall.core.record;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.DeclaredPath;
import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.ItemsCheck;
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
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Declares a {@link RecordType}. What follows a column speaks of the column declared last. Problems
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
 * dollar, slash, bracket or quote stands in quotes: {@code prices.'list.net'}. Of an array of keys
 * and values {@code params[key=page].value} is the one object whose field {@code key} has the text
 * {@code page}; two such objects are a dead letter. A type with {@link #items} has more paths.
 */
public final class RecordTypeBuilder {

  private final String name;
  private List<String> key = List.of();
  private @Nullable String rowVersion;
  private int revision = 1;

  private final List<List<String>> envelopes = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final List<List<String>> secrets = new ArrayList<>();
  private final List<List<String>> wrappers = new ArrayList<>();
  private final List<String> nullTexts = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final DeclaredColumns columns;
  private final DeclaredDeletes deletes = new DeclaredDeletes();
  private final DeclaredItems items;

  RecordTypeBuilder(String name) {
    this.name = ConfigurationException.requireNonNull(name, "record type: name");
    this.columns = new DeclaredColumns(name, problems);
    this.items = new DeclaredItems(problems);
    if (name.isBlank()) {
      problems.add("the record type has no name");
    }
  }

  /**
   * The column or columns that identify an element, in an order that stores keep; rows of one key
   * replace each other, newer wins. An element in which one of them has no value, or blank text, is
   * a dead letter.
   */
  public RecordTypeBuilder key(String... keyColumns) {
    List<String> names = given(keyColumns, "key");
    if (!key.isEmpty()) {
      problems.add(
          "key: declared twice; name all columns of a key at once: key(%s)"
              .formatted(
                  Stream.concat(key.stream(), Stream.of(keyColumns))
                      .map(column -> '"' + column + '"')
                      .collect(Collectors.joining(", "))));
    }
    this.key = names;
    return this;
  }

  /**
   * The TIMESTAMP column that tells which of two rows of a key is newer, in place of the record's
   * time, for sources that number their versions by a time of their own: {@code
   * rowVersion("updated_at")}. Of times that are equal to the millisecond, the later record counts.
   * An element in which it has no value is a dead letter ({@code missing-value}), one that deletes
   * too; messages without a value have none, so there is no {@link #tombstoneKey} beside it.
   * Another rule for stored rows needs a higher version of the pipeline.
   */
  public RecordTypeBuilder rowVersion(String column) {
    given(column, "rowVersion");
    if (rowVersion != null) {
      problems.add("rowVersion: declared twice, expected one column");
    }
    this.rowVersion = column;
    return this;
  }

  /**
   * Declares a column of any type but DECIMAL. Its value stands in the field of the same name
   * unless {@link #from} or {@link #otherwise} says otherwise.
   */
  public RecordTypeBuilder column(String column, ColumnType type) {
    return add(column, type, 0, 0, ColumnMapping.Visibility.ROW);
  }

  /**
   * Declares a DECIMAL column, as {@link #column} does; a value with more digits is a dead letter,
   * see {@link #rounded}.
   */
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
  public RecordTypeBuilder counted(String column, Row.Derivation derivation) {
    return add(column, ColumnType.STRING, 0, 0, ColumnMapping.Visibility.COUNTED)
        .otherwise(derivation);
  }

  /** The same with the names of the columns that the function reads: {@link #otherwise}. */
  public RecordTypeBuilder counted(String column, List<String> reads, Row.Derivation derivation) {
    return add(column, ColumnType.STRING, 0, 0, ColumnMapping.Visibility.COUNTED)
        .otherwise(reads, derivation);
  }

  /** Declares a column that is always computed from the others. */
  public RecordTypeBuilder derived(String column, ColumnType type, Row.Derivation derivation) {
    return column(column, type).otherwise(derivation);
  }

  /** The same with the names of the columns that the function reads: {@link #otherwise}. */
  public RecordTypeBuilder derived(
      String column, ColumnType type, List<String> reads, Row.Derivation derivation) {
    return column(column, type).otherwise(reads, derivation);
  }

  /**
   * Where the value stands, if not in the field with the column's name: paths, {@code $} (the whole
   * element) or templates such as {@code "{street.number} {street.name}"}. The first that holds a
   * scalar wins. Paths go through objects, not into arrays: an array is a JSON column, its elements
   * are records of their own ({@link #envelope}), or rows ({@link #items}).
   */
  public RecordTypeBuilder from(String... paths) {
    given(paths, "from");
    if (paths.length == 0) {
      columns.problem("from names no path, expected at least one");
    }
    columns.from(paths);
    return this;
  }

  /**
   * Numbers (and texts of digits) at these paths of the column's {@code from}, all if none is
   * named, count this since 1970 and stand for a time. One unit per path.
   */
  public RecordTypeBuilder epoch(EpochUnit unit, String... paths) {
    columns.counting(given(unit, "epoch"), List.of(), given(paths, "epoch"));
    return this;
  }

  /**
   * The same for a path whose numbers are only then what they seem if there is a number at another
   * path too: sources of one age write both so, and a number alone is of another source. Below
   * {@link #alsoUnder} that path says enough.
   */
  public RecordTypeBuilder epochBeside(EpochUnit unit, String path, String other) {
    given(unit, "epochBeside");
    given(path, "epochBeside");
    given(other, "epochBeside");
    try {
      columns.counting(unit, DeclaredPath.parse(other), List.of(path));
    } catch (IllegalArgumentException e) {
      columns.problem("path '" + other + "': " + e.getMessage());
    }
    return this;
  }

  /**
   * How texts that stand for a time are written beside ISO 8601, as {@link
   * java.time.format.DateTimeFormatter} says it, in English: {@code "d.M.yyyy"}. Several are tried
   * in this order. Read strictly: the 31st of June is none. The digits of a number at a path
   * without a unit are read so too: {@code "yyyyMMdd"}.
   */
  public RecordTypeBuilder pattern(String... patterns) {
    given(patterns, "pattern");
    for (String pattern : patterns) {
      try {
        TimePattern.of(pattern);
      } catch (IllegalArgumentException e) {
        columns.problem("pattern '" + pattern + "': " + e.getMessage());
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
    given(zone, "zone");
    return times(
        "zone",
        t ->
            new Reading.Times(t.patterns(), zone, t.notBefore(), t.notAfter(), t.notAfterRecord()));
  }

  /** An earlier time cannot be: a dead letter. */
  public RecordTypeBuilder notBefore(Instant earliest) {
    given(earliest, "notBefore");
    return times(
        "notBefore",
        t ->
            new Reading.Times(
                t.patterns(), t.declaredZone(), earliest, t.notAfter(), t.notAfterRecord()));
  }

  /** A later time cannot be: a dead letter. */
  public RecordTypeBuilder notAfter(Instant latest) {
    given(latest, "notAfter");
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
    given(tolerance, "notAfterRecord");
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
      columns.problem("base64: got the scale " + scale + ", expected >= 0");
    }
    return decimals("base64", d -> new Reading.Decimals(d.text(), scale, d.rounding()));
  }

  /** A DECIMAL with more digits behind the point than the column is rounded so. */
  public RecordTypeBuilder rounded(RoundingMode mode) {
    given(mode, "rounded");
    return decimals("rounded", d -> new Reading.Decimals(d.text(), d.base64Scale(), mode));
  }

  /**
   * What is true or false beside {@code true} and {@code false}, letter for letter, as text or as
   * number: {@code booleans(List.of("1", "True"), List.of("0", "False"))}.
   */
  public RecordTypeBuilder booleans(List<String> trueTexts, List<String> falseTexts) {
    given(trueTexts, "booleans").forEach(text -> given(text, "booleans"));
    given(falseTexts, "booleans").forEach(text -> given(text, "booleans"));
    if (trueTexts.stream().anyMatch(falseTexts::contains)) {
      columns.problem("booleans: one text is both true and false");
    }
    return once("booleans", m -> m.read(r -> r.with(new Reading.Booleans(trueTexts, falseTexts))));
  }

  /** Texts that mean no value, such as {@code "N/A"}; letter for letter, but for spaces around. */
  public RecordTypeBuilder nullTexts(String... texts) {
    List<String> nulls = stripped(given(texts, "nullTexts"));
    return once("nullTexts", m -> m.read(r -> r.withNulls(nulls)));
  }

  /** The same for every column of the type. */
  public RecordTypeBuilder nullTextsOfAll(String... texts) {
    nullTexts.addAll(stripped(given(texts, "nullTextsOfAll")));
    return this;
  }

  /** What to compute when no path has a value. */
  public RecordTypeBuilder otherwise(Row.Derivation derivation) {
    given(derivation, "otherwise");
    return once("otherwise", m -> m.otherwise(derivation, null));
  }

  /**
   * The same with the names of the columns that the function reads. Reading another one ends the
   * run. Documents of aggregations depend on what functions read, and on all columns where a
   * function does not say it.
   */
  public RecordTypeBuilder otherwise(List<String> reads, Row.Derivation derivation) {
    List<String> names =
        given(given(reads, "otherwise: columns").toArray(String[]::new), "otherwise: columns");
    given(derivation, "otherwise");
    return once("otherwise", m -> m.otherwise(derivation, names));
  }

  /**
   * A value of the column that does not fit (of another type, out of range, not one of {@link
   * #oneOf}, refused by its function, not reachable) becomes a null that the report of a run
   * counts, and not a dead letter; nothing is computed in its place. So the column cannot refuse an
   * element, and aggregations that do not read it go on when it comes, goes or changes.
   */
  public RecordTypeBuilder elseNull() {
    return last(ColumnMapping::withElseNull);
  }

  /** An element without a value is a dead letter. The key is always required. */
  public RecordTypeBuilder required() {
    return required("");
  }

  /** The same, with words for the message: what was expected. */
  public RecordTypeBuilder required(String expected) {
    given(expected, "required");
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
    List<String> allowed = given(values, "oneOf");
    if (values.length == 0) {
      columns.problem("oneOf names no value, expected at least one");
    }
    return once("oneOf", m -> m.allowing(allowed));
  }

  /** The value tells of a person: see {@link Column.Sensitivity#PERSONAL}. */
  public RecordTypeBuilder personal() {
    return last(m -> m.of(m.column().with(Column.Sensitivity.PERSONAL)));
  }

  /**
   * A message may be an envelope: an object whose array at this path ({@code results}, {@code
   * data.users}) holds the elements. One that has a key of its own too is told as a dead letter,
   * since it is no envelope alone.
   */
  public RecordTypeBuilder envelope(String path) {
    return path("envelope", path, envelopes);
  }

  /**
   * The items of the array at this path are the rows: {@code items("lines")}, several levels {@code
   * items("shipments.lines")}. On the way each name is an object, or an array of objects. No array,
   * an empty one and null give no row; another value is a dead letter of the whole element.
   *
   * <p>Paths of columns are looked for in the item. {@code $.} before one begins at the element:
   * {@code from("$.order_id")}; {@code $.shipments[].carrier} stands in the object that the item
   * stands in, of that array. {@code @} is the item itself, for arrays of scalars, and {@code $}
   * the whole element. The key needs a column that tells the items of an element apart; see {@link
   * #itemIndex(String)}. All rows of an element have its version.
   */
  public RecordTypeBuilder items(String path) {
    items.of(given(path, "items"), false);
    return this;
  }

  /**
   * As {@link #items}, but what has no items, the element or an object of an outer array, gives one
   * row: its columns that are read from the item are null, and the index is -1.
   */
  public RecordTypeBuilder itemsOrNull(String path) {
    items.of(given(path, "itemsOrNull"), true);
    return this;
  }

  /** Declares an INT64 column: the item's place in its array, from 0. */
  public RecordTypeBuilder itemIndex(String column) {
    add(column, ColumnType.INT64, 0, 0, ColumnMapping.Visibility.ROW);
    columns.index(List.of());
    return this;
  }

  /**
   * Declares an INT64 column: the place, from 0, of the object that the item stands in, in an outer
   * array: {@code itemIndex("shipment", "shipments")}.
   *
   * @param outerPath the beginning of the path of the items
   */
  public RecordTypeBuilder itemIndex(String column, String outerPath) {
    add(column, ColumnType.INT64, 0, 0, ColumnMapping.Visibility.ROW);
    List<String> outer = items.parsed("itemIndex", given(outerPath, "itemIndex"));
    columns.index(outer);
    return this;
  }

  /** An object with this field and without a key is the source's report of an error. */
  public RecordTypeBuilder error(String field) {
    List<List<String>> parsed = new ArrayList<>();
    path("error", field, parsed);
    for (List<String> path : parsed) {
      if (path.size() > 1) {
        problems.add("error '" + field + "': got a path, expected the name of one field");
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
   * place, and the same below {@link #alsoUnder}, in {@link #items} and in the objects on the way;
   * a name without a dot means that field at any depth, in JSON columns in whatever case.
   */
  public RecordTypeBuilder secret(String... paths) {
    for (String path : given(paths, "secret")) {
      path("secret", path, secrets);
    }
    return this;
  }

  /**
   * An element with this text, number or boolean at this path deletes the row of its key: {@code
   * deletedWhere("deleted", "true")}. It needs its key columns only, passes by {@code where},
   * {@code require}, {@code derived} and {@code cleaned}, and is not aggregated; what was
   * aggregated before stays. The path may also stand below {@link #alsoUnder}; the first place that
   * holds a scalar decides. Called several times, any of the conditions is enough.
   */
  public RecordTypeBuilder deletedWhere(String path, String value) {
    deletes.where(given(path, "deletedWhere"), given(value, "deletedWhere"), "");
    return this;
  }

  /**
   * The same for sources that tell what was deleted elsewhere: {@code deletedWhere("payload.op",
   * "d", "payload.before")}.
   *
   * @param keyBelow the fields of the key, and of what it is derived from, are looked for below
   *     this path first
   */
  public RecordTypeBuilder deletedWhere(String path, String value, String keyBelow) {
    deletes.where(
        given(path, "deletedWhere"), given(value, "deletedWhere"), given(keyBelow, "deletedWhere"));
    return this;
  }

  /**
   * A message without a value (a tombstone) deletes a row. The key of the message tells which one:
   * the only column of the key is that text itself, without quotes. Without this declaration such
   * messages are filtered out; with it, one whose key cannot be read is a dead letter.
   */
  public RecordTypeBuilder tombstoneKey(String keyColumn) {
    deletes.tombstone(given(keyColumn, "tombstoneKey"), List.of());
    return this;
  }

  /**
   * The same for a message key that is a JSON object: the key column's value stands at the first of
   * these paths in it. To be called for each column of the key: {@code tombstoneKey("id", "id",
   * "payload.id")}.
   */
  public RecordTypeBuilder tombstoneKey(String keyColumn, String path, String... otherPaths) {
    List<String> paths = new ArrayList<>();
    paths.add(given(path, "tombstoneKey"));
    paths.addAll(given(otherPaths, "tombstoneKey"));
    deletes.tombstone(given(keyColumn, "tombstoneKey"), paths);
    return this;
  }

  private RecordTypeBuilder path(String what, String path, List<List<String>> paths) {
    given(path, what);
    try {
      paths.add(FieldPath.parse(path));
    } catch (IllegalArgumentException e) {
      problems.add(what + " '" + path + "': " + e.getMessage());
    }
    return this;
  }

  /**
   * The revision of the code in the type's functions, which no definition shows; default 1. Raise
   * it when a function gives other values: documents of aggregations of an earlier revision are
   * then refused.
   */
  public RecordTypeBuilder revision(int number) {
    if (number < 1) {
      problems.add("revision: got " + number + ", expected at least 1");
    }
    this.revision = number;
    return this;
  }

  /**
   * The declared type.
   *
   * @throws ConfigurationException with every problem of the declaration
   */
  public RecordType build() {
    List<ColumnMapping> all =
        columns.complete(wrappers, nullTexts, items.isDeclared()).stream()
            .map(m -> isRowVersion(m) && m.required() == null ? m.requiring("") : m)
            .toList();
    List<List<String>> hidden = new ArrayList<>(secrets);
    for (List<String> wrapper : wrappers) {
      secrets.stream()
          .filter(secret -> secret.size() > 1)
          .forEach(secret -> hidden.add(JsonSource.below(wrapper, secret)));
    }
    for (List<String> below : deletes.keyBelow()) {
      secrets.stream()
          .filter(secret -> secret.size() > 1)
          .forEach(secret -> hidden.add(JsonSource.below(below, secret)));
    }
    List<String> found = new ArrayList<>(problems);
    found.addAll(deletes.problems(key, rowVersion, hidden));
    found.addAll(
        new RecordTypeCheck(key, rowVersion, all, hidden, items.items(), columns.refusedColumns())
            .problems());
    if (!items.isDeclared() || items.items() != null) {
      found.addAll(
          new ItemsCheck(
                  items.items(), key, rowVersion, all, envelopes, wrappers, hidden, deletes.words())
              .problems());
    }
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
            wrappers,
            revision,
            deletes.complete(key, all),
            rowVersion,
            items.items()));
  }

  private boolean isRowVersion(ColumnMapping mapping) {
    return mapping.column().name().equals(rowVersion);
  }

  private static List<String> stripped(List<String> texts) {
    return texts.stream().map(String::strip).toList();
  }

  private RecordTypeBuilder times(String what, UnaryOperator<Reading.Times> change) {
    return once(what, m -> m.read(r -> r.with(change.apply(r.times()))));
  }

  private RecordTypeBuilder decimals(String what, UnaryOperator<Reading.Decimals> change) {
    return once(what, m -> m.read(r -> r.with(change.apply(r.decimals()))));
  }

  private RecordTypeBuilder add(
      String column, ColumnType type, int precision, int scale, ColumnMapping.Visibility seen) {
    columns.add(column, type, precision, scale, seen);
    return this;
  }

  private RecordTypeBuilder once(String what, UnaryOperator<ColumnMapping> change) {
    columns.once(what, change);
    return this;
  }

  private RecordTypeBuilder last(UnaryOperator<ColumnMapping> change) {
    columns.last(change);
    return this;
  }

  /** Refuses null where it is given, rather than at the first record. */
  private <T> T given(@Nullable T value, String what) {
    return ConfigurationException.requireNonNull(value, place(what));
  }

  private List<String> given(String[] values, String what) {
    return ConfigurationException.requireAllNonNull(values, place(what));
  }

  private String place(String what) {
    return "record type '%s', column '%s': %s".formatted(name, columns.lastName(), what);
  }
}
