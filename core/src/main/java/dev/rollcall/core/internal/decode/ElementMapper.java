package dev.rollcall.core.internal.decode;

import static java.util.stream.Collectors.joining;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.DerivedValue;
import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps a {@link ParsedElement} to a row: conversions first, then derivations in the order declared.
 */
public final class ElementMapper {

  /** The element is not of the declared type. */
  public static final class Unmappable extends Exception {
    public final String reasonClass;
    public final boolean formerlyTaken;

    Unmappable(String reasonClass, String reason, boolean formerlyTaken) {
      super(reason, null, false, false);
      this.reasonClass = reasonClass;
      this.formerlyTaken = formerlyTaken;
    }
  }

  private static final int MAX_GOT = 40;
  private static final String ISO = "an ISO 8601 time";

  /** A source with its paths resolved to parsed; a template if there are literals. */
  private record BoundSource(
      int[] slots,
      @Nullable List<String> literals,
      @Nullable EpochUnit unit,
      int besideSlot,
      @Nullable String beside) {}

  /** A column with its sources and the reader of its values. */
  private record BoundColumn(
      ColumnMapping mapping, boolean isKey, BoundSource[] sources, ValueReader values) {
    boolean meansNull(byte kind, String text) {
      if (kind != ParsedElement.STRING || mapping.column().type() == ColumnType.JSON) {
        return false;
      }
      List<String> nulls = mapping.reading().nullTexts();
      return !nulls.isEmpty() && nulls.contains(text.strip()) || isBlankNull() && text.isBlank();
    }

    /** A blank key would merge all elements that lack one into one row. */
    boolean isBlankNull() {
      return mapping.emptyIsNull() || isKey && mapping.column().type() == ColumnType.STRING;
    }
  }

  private final RecordDefinition type;
  private final BoundColumn[] columns;
  private final int[] visible;
  private final CoverageCounter coverage;

  /** How many columns of the current element were read. */
  private int read;

  public ElementMapper(RecordDefinition type, PathTrie trie, CoverageCounter coverage) {
    this.type = type;
    this.coverage = coverage;
    this.columns = new BoundColumn[type.mappings().size()];
    for (int i = 0; i < columns.length; i++) {
      ColumnMapping mapping = type.mappings().get(i);
      boolean json = mapping.column().type() == ColumnType.JSON;
      columns[i] =
          new BoundColumn(
              mapping,
              type.workingSchema().isKey(i),
              mapping.sources().stream()
                  .map(source -> bind(source, trie, json))
                  .toArray(BoundSource[]::new),
              new ValueReader(mapping.column(), mapping.reading()));
    }
    this.visible =
        type.schema().names().stream().mapToInt(type.workingSchema()::position).toArray();
  }

  private static BoundSource bind(JsonSource source, PathTrie trie, boolean json) {
    if (source.isElement()) {
      return new BoundSource(new int[] {trie.root.jsonSlot}, null, null, -1, null);
    }
    return new BoundSource(
        source.paths().stream().mapToInt(path -> trie.slot(path, json)).toArray(),
        source.isTemplate() ? source.literals() : null,
        source.unit(),
        source.beside().isEmpty() ? -1 : trie.slot(source.beside(), false),
        source.beside().isEmpty() ? null : FieldPath.written(source.beside()));
  }

  public Row map(ParsedElement parsed, @Nullable Instant recordTime) throws Unmappable {
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      read = i;
      values[i] = converted(i, parsed, recordTime, coverage);
    }
    read = values.length;
    Row working = new WorkingRow(type.workingSchema(), values);
    for (int i = 0; i < values.length; i++) {
      complete(i, values, working, parsed, recordTime);
    }
    @Nullable Object[] row = new Object[visible.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[visible[i]];
    }
    return Row.of(type.schema(), row);
  }

  /** Counts the sources of a refused element that were not reached. */
  public void countRefused(ParsedElement parsed) {
    coverage.refused();
    for (int i = read; i < columns.length; i++) {
      for (int at = 0; at < columns[i].sources.length; at++) {
        BoundSource source = columns[i].sources[at];
        if (IntStream.of(source.slots).anyMatch(parsed::isScalar)) {
          coverage.gave(i, at);
          break;
        }
      }
    }
  }

  /**
   * Whether the object has a key of its own: then it is an element, whatever else it holds. Ignores
   * the record's time, so that the answer is the same wherever the record is read.
   */
  public boolean hasKey(ParsedElement parsed) {
    @Nullable Object[] values = new Object[columns.length];
    boolean[] unreadable = new boolean[columns.length];
    boolean holdsValues = false;
    for (int i = 0; i < values.length; i++) {
      boolean isJson = columns[i].mapping.column().type() == ColumnType.JSON;
      holdsValues |= !isJson && hasScalar(columns[i], parsed);
      try {
        values[i] = converted(i, parsed, null, null);
      } catch (Unmappable e) {
        // an unreadable key is still a key
        unreadable[i] = true;
      }
    }
    Row working = new WorkingRow(type.workingSchema(), values);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && columns[i].mapping.derivation() != null) {
        try {
          values[i] = derived(columns[i].mapping, working, null);
        } catch (Unmappable e) {
          unreadable[i] = true;
        }
      }
    }
    // a key derived from no value does not count
    return holdsValues
        && type.workingSchema().keys().stream()
            .noneMatch(key -> isMissing(key, values[key]) && !unreadable[key]);
  }

  /** Derives a missing value, and checks the value against the declaration of its column. */
  private void complete(
      int index,
      @Nullable Object[] values,
      Row working,
      ParsedElement parsed,
      @Nullable Instant recordTime)
      throws Unmappable {
    BoundColumn bound = columns[index];
    ColumnMapping mapping = bound.mapping;
    if (values[index] == null && mapping.derivation() != null) {
      values[index] = derived(mapping, working, recordTime);
      if (values[index] != null) {
        coverage.derived(index);
      }
    }
    Object value = values[index];
    if (value == null) {
      requireReachable(bound, parsed);
    }
    if (bound.isKey ? isMissing(index, value) : value == null && mapping.required() != null) {
      throw missing(bound, parsed, value != null);
    }
    if (value instanceof String text) {
      if (!mapping.allowed().isEmpty() && !mapping.allowed().contains(text)) {
        throw new Unmappable(
            "not-allowed",
            "column '%s' (%s): got %s, expected one of %s"
                .formatted(
                    mapping.column().name(),
                    type.name(),
                    got(mapping.column(), text),
                    String.join(", ", mapping.allowed())),
            false);
      }
      if (mapping.visibility() == ColumnMapping.Visibility.COUNTED) {
        coverage.counted(index, mapping.allowed().indexOf(text));
      }
    }
  }

  private boolean isMissing(int index, @Nullable Object value) {
    return value == null
        || value instanceof String text && text.isBlank() && columns[index].isKey
        || value instanceof byte[] bytes && bytes.length == 0;
  }

  private @Nullable Object converted(
      int index,
      ParsedElement parsed,
      @Nullable Instant recordTime,
      @Nullable CoverageCounter counts)
      throws Unmappable {
    BoundColumn bound = columns[index];
    boolean structure = false;
    for (int at = 0; at < bound.sources.length; at++) {
      BoundSource source = bound.sources[at];
      int slot = source.slots[0];
      byte kind = source.literals == null ? parsed.kind(slot) : ParsedElement.STRING;
      structure |= kind == ParsedElement.STRUCTURE;
      String text =
          source.literals != null
              ? join(bound, source.literals, source.slots, parsed)
              : parsed.isScalar(slot) ? parsed.text(slot) : null;
      if (text == null || bound.meansNull(kind, text)) {
        if (counts != null && (text != null || kind == ParsedElement.NULL)) {
          counts.empty(index, at);
        }
        continue;
      }
      Object value = checked(bound, source, kind, text, parsed, recordTime);
      if (counts != null) {
        counts.gave(index, at);
      }
      return value;
    }
    if (structure) {
      throw new Unmappable(
          "wrong-type",
          "column '%s' (%s): got an object or an array, expected %s"
              .formatted(bound.mapping.column().name(), type.name(), bound.mapping.column().type()),
          false);
    }
    return null;
  }

  /** Joins the parts that are present; for a key all of them, or null. */
  private static @Nullable String join(
      BoundColumn bound, List<String> literals, int[] paths, ParsedElement parsed) {
    StringBuilder text = new StringBuilder();
    boolean any = false;
    for (int i = 0; i < paths.length; i++) {
      String part = parsed.isScalar(paths[i]) ? parsed.text(paths[i]) : null;
      if (part != null && isPart(bound, parsed.kind(paths[i]), part)) {
        // the literal before a part appears only after another part
        text.append(any || i == 0 ? literals.get(i) : "").append(part);
        any = true;
      } else if (bound.isKey) {
        return null;
      }
    }
    return any ? text.append(literals.get(paths.length)).toString() : null;
  }

  /** A blank part does not count in a key; elsewhere it does. */
  private static boolean isPart(BoundColumn bound, byte kind, String text) {
    return !(bound.isKey && text.isBlank())
        && !(kind == ParsedElement.STRING
            && bound.mapping.reading().nullTexts().contains(text.strip()));
  }

  private Object checked(
      BoundColumn bound,
      BoundSource source,
      byte kind,
      String text,
      ParsedElement parsed,
      @Nullable Instant recordTime)
      throws Unmappable {
    Column column = bound.mapping.column();
    boolean alone =
        source.unit != null && source.besideSlot >= 0 && !isNumber(parsed, source.besideSlot);
    try {
      return bound.values.convert(kind, text, alone ? null : source.unit, recordTime);
    } catch (ValueMismatch mismatch) {
      String expected = mismatch.getMessage();
      if (alone && source.beside != null && isNumber(kind, text)) {
        expected = "%s; a number only beside one at '%s'".formatted(ISO, source.beside);
      }
      throw new Unmappable(
          mismatch.reasonClass,
          "column '%s' (%s): got %s, expected %s"
              .formatted(column.name(), type.name(), got(column, text), expected),
          mismatch.formerlyTaken);
    }
  }

  private static boolean isNumber(ParsedElement parsed, int slot) {
    return parsed.isScalar(slot) && isNumber(parsed.kind(slot), parsed.text(slot));
  }

  private static boolean isNumber(byte kind, String text) {
    return kind == ParsedElement.NUMBER
        || kind == ParsedElement.STRING && TimeReader.isInteger(text.strip());
  }

  /** What messages may show of a value: up to 40 characters, and nothing personal. */
  private static String got(Column column, String text) {
    if (column.sensitivity() != Column.Sensitivity.PUBLIC) {
      return "a personal value of " + text.length() + " characters";
    }
    return text.length() <= MAX_GOT
        ? "\"" + Texts.printable(text) + "\""
        : "\""
            + Texts.printable(text.substring(0, MAX_GOT))
            + "…\" ("
            + text.length()
            + " characters)";
  }

  private @Nullable Object derived(ColumnMapping mapping, Row working, @Nullable Instant recordTime)
      throws Unmappable {
    if (mapping.derivation() == null) {
      return null;
    }
    try {
      return DerivedValue.fitting(
          mapping.column(), mapping.derivation().derive(working, recordTime));
    } catch (ConfigurationException e) {
      // a column misspelt in a function is wrong for every element
      throw e;
    } catch (DerivedValue.Mismatch e) {
      throw new Unmappable("wrong-type", type.name() + ": " + e.getMessage(), e.formerlyTaken());
    } catch (RuntimeException e) {
      // the function's own message may quote the element
      throw new Unmappable(
          "derivation-failed",
          "column '%s' (%s): its derivation failed with %s"
              .formatted(mapping.column().name(), type.name(), e.getClass().getSimpleName()),
          false);
    }
  }

  /** Refuses a scalar where a path continues into an object, as the path reads nothing there. */
  private void requireReachable(BoundColumn bound, ParsedElement parsed) throws Unmappable {
    for (int at = 0; at < bound.sources.length; at++) {
      for (int slot : bound.sources[at].slots) {
        if (parsed.kind(slot) == ParsedElement.UNREACHABLE) {
          throw new Unmappable(
              "wrong-type",
              "column '%s' (%s): got a text, number or boolean on the way to '%s', expected objects"
                  .formatted(
                      bound.mapping.column().name(),
                      type.name(),
                      bound.mapping.sources().get(at).text()),
              true);
        }
      }
    }
  }

  private Unmappable missing(BoundColumn bound, ParsedElement parsed, boolean isBlank) {
    ColumnMapping mapping = bound.mapping;
    if (parsed.error != null) {
      return new Unmappable(
          parsed.error.startsWith("'") ? "empty-envelope" : "source-error",
          "%s: %s, expected elements; fetch it again".formatted(type.name(), parsed.error),
          false);
    }
    String expected = mapping.required() == null ? "" : mapping.required();
    if (expected.isEmpty()) {
      expected =
          mapping.sources().isEmpty()
              ? "its derivation to give one"
              : mapping.sources().stream().map(JsonSource::text).collect(joining(" or "));
    }
    boolean isPart = bound.isKey && mapping.sources().stream().anyMatch(JsonSource::isTemplate);
    return new Unmappable(
        "missing-value",
        "column '%s' (%s): got %s, expected %s"
            .formatted(
                mapping.column().name(),
                type.name(),
                isBlank ? "blank text" : "no value",
                expected + (isPart ? ", every part of it" : "")),
        bound.isKey && (isBlank || hasScalar(bound, parsed)));
  }

  private static boolean hasScalar(BoundColumn bound, ParsedElement parsed) {
    return Stream.of(bound.sources)
        .flatMapToInt(source -> IntStream.of(source.slots))
        .anyMatch(parsed::isScalar);
  }

  /** The columns mapped so far; a derivation sees those before its own. */
  private record WorkingRow(Schema schema, @Nullable Object[] values) implements Row {
    @Override
    public @Nullable Object get(int position) {
      return values[position];
    }
  }
}
