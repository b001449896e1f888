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
 * Filled {@link ParsedElement} to a row: conversions first, then derivations in the order declared.
 */
public final class ElementMapper {

  /** An element that is not of the declared type. */
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

  /** A source with its paths resolved to slots; a template if there are literals. */
  private record Place(
      int[] slots,
      @Nullable List<String> literals,
      @Nullable EpochUnit unit,
      int besideSlot,
      @Nullable String beside) {}

  /** One column: where its value stands and how it is read. */
  private record Target(ColumnMapping mapping, boolean isKey, Place[] places, ValueReader values) {
    boolean meansNull(byte kind, String text) {
      if (kind != ParsedElement.STRING || mapping.column().type() == ColumnType.JSON) {
        return false;
      }
      List<String> nulls = mapping.reading().nullTexts();
      return !nulls.isEmpty() && nulls.contains(text.strip()) || isBlankNull() && text.isBlank();
    }

    /** A key of blanks would make one row of all that lack it. */
    boolean isBlankNull() {
      return mapping.emptyIsNull() || isKey && mapping.column().type() == ColumnType.STRING;
    }
  }

  private final RecordDefinition type;
  private final Target[] targets;
  private final int[] visible;
  private final CoverageCounter coverage;

  /** How many columns of the element at hand were read. */
  private int read;

  public ElementMapper(RecordDefinition type, PathTrie trie, CoverageCounter coverage) {
    this.type = type;
    this.coverage = coverage;
    this.targets = new Target[type.mappings().size()];
    for (int i = 0; i < targets.length; i++) {
      ColumnMapping mapping = type.mappings().get(i);
      boolean json = mapping.column().type() == ColumnType.JSON;
      targets[i] =
          new Target(
              mapping,
              type.workingSchema().isKey(i),
              mapping.sources().stream()
                  .map(source -> place(source, trie, json))
                  .toArray(Place[]::new),
              new ValueReader(mapping.column(), mapping.reading()));
    }
    this.visible =
        type.schema().names().stream().mapToInt(type.workingSchema()::position).toArray();
  }

  private static Place place(JsonSource source, PathTrie trie, boolean json) {
    if (source.isElement()) {
      return new Place(new int[] {trie.root.jsonSlot}, null, null, -1, null);
    }
    return new Place(
        source.paths().stream().mapToInt(path -> trie.slot(path, json)).toArray(),
        source.isTemplate() ? source.literals() : null,
        source.unit(),
        source.beside().isEmpty() ? -1 : trie.slot(source.beside(), false),
        source.beside().isEmpty() ? null : FieldPath.written(source.beside()));
  }

  public Row map(ParsedElement slots, @Nullable Instant recordTime) throws Unmappable {
    @Nullable Object[] values = new Object[targets.length];
    for (int i = 0; i < values.length; i++) {
      read = i;
      values[i] = converted(i, slots, recordTime, coverage);
    }
    read = values.length;
    Row working = new WorkingRow(type.workingSchema(), values);
    for (int i = 0; i < values.length; i++) {
      complete(i, values, working, slots, recordTime);
    }
    @Nullable Object[] row = new Object[visible.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[visible[i]];
    }
    return Row.of(type.schema(), row);
  }

  /** Counts what was not counted of an element that is refused: what its sources held. */
  public void countRefused(ParsedElement slots) {
    coverage.refused();
    for (int i = read; i < targets.length; i++) {
      for (int at = 0; at < targets[i].places.length; at++) {
        Place place = targets[i].places[at];
        if (IntStream.of(place.slots).anyMatch(slots::isScalar)) {
          coverage.gave(i, at);
          break;
        }
      }
    }
  }

  /**
   * Whether the object says who it is: then it is an element, whatever else it holds. The record's
   * time plays no part, so that the answer is the same wherever the record is looked at.
   */
  public boolean hasKey(ParsedElement slots) {
    @Nullable Object[] values = new Object[targets.length];
    boolean[] unreadable = new boolean[targets.length];
    boolean holdsValues = false;
    for (int i = 0; i < values.length; i++) {
      boolean isJson = targets[i].mapping.column().type() == ColumnType.JSON;
      holdsValues |= !isJson && hasScalar(targets[i], slots);
      try {
        values[i] = converted(i, slots, null, null);
      } catch (Unmappable e) {
        // a key that cannot be read is one all the same
        unreadable[i] = true;
      }
    }
    Row working = new WorkingRow(type.workingSchema(), values);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && targets[i].mapping.derivation() != null) {
        try {
          values[i] = derived(targets[i].mapping, working, null);
        } catch (Unmappable e) {
          unreadable[i] = true;
        }
      }
    }
    // one that is made of nothing names nobody
    return holdsValues
        && type.workingSchema().keys().stream()
            .noneMatch(key -> isMissing(key, values[key]) && !unreadable[key]);
  }

  /** Derives what is not there yet and holds the value against what is declared of the column. */
  private void complete(
      int index,
      @Nullable Object[] values,
      Row working,
      ParsedElement slots,
      @Nullable Instant recordTime)
      throws Unmappable {
    Target target = targets[index];
    ColumnMapping mapping = target.mapping;
    if (values[index] == null && mapping.derivation() != null) {
      values[index] = derived(mapping, working, recordTime);
      if (values[index] != null) {
        coverage.derived(index);
      }
    }
    Object value = values[index];
    if (value == null) {
      requireNoText(target, slots);
    }
    if (target.isKey ? isMissing(index, value) : value == null && mapping.required() != null) {
      throw missing(target, slots, value != null);
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
        || value instanceof String text && text.isBlank() && targets[index].isKey
        || value instanceof byte[] bytes && bytes.length == 0;
  }

  private @Nullable Object converted(
      int index,
      ParsedElement slots,
      @Nullable Instant recordTime,
      @Nullable CoverageCounter counts)
      throws Unmappable {
    Target target = targets[index];
    boolean structure = false;
    for (int at = 0; at < target.places.length; at++) {
      Place place = target.places[at];
      int slot = place.slots[0];
      byte kind = place.literals == null ? slots.kind(slot) : ParsedElement.STRING;
      structure |= kind == ParsedElement.STRUCTURE;
      String text =
          place.literals != null
              ? join(target, place.literals, place.slots, slots)
              : slots.isScalar(slot) ? slots.text(slot) : null;
      if (text == null || target.meansNull(kind, text)) {
        if (counts != null && (text != null || kind == ParsedElement.NULL)) {
          counts.empty(index, at);
        }
        continue;
      }
      Object value = checked(target, place, kind, text, slots, recordTime);
      if (counts != null) {
        counts.gave(index, at);
      }
      return value;
    }
    if (structure) {
      throw new Unmappable(
          "wrong-type",
          "column '%s' (%s): got an object or an array, expected %s"
              .formatted(
                  target.mapping.column().name(), type.name(), target.mapping.column().type()),
          false);
    }
    return null;
  }

  /** The present parts joined; of a key all parts, or nothing. */
  private static @Nullable String join(
      Target target, List<String> literals, int[] paths, ParsedElement slots) {
    StringBuilder text = new StringBuilder();
    boolean any = false;
    for (int i = 0; i < paths.length; i++) {
      String part = slots.isScalar(paths[i]) ? slots.text(paths[i]) : null;
      if (part != null && isPart(target, slots.kind(paths[i]), part)) {
        // the text before a part stands only if a part was there before it
        text.append(any || i == 0 ? literals.get(i) : "").append(part);
        any = true;
      } else if (target.isKey) {
        return null;
      }
    }
    return any ? text.append(literals.get(paths.length)).toString() : null;
  }

  /** A blank part of a key makes no key; elsewhere it is as empty as it is. */
  private static boolean isPart(Target target, byte kind, String text) {
    return !(target.isKey && text.isBlank())
        && !(kind == ParsedElement.STRING
            && target.mapping.reading().nullTexts().contains(text.strip()));
  }

  private Object checked(
      Target target,
      Place place,
      byte kind,
      String text,
      ParsedElement slots,
      @Nullable Instant recordTime)
      throws Unmappable {
    Column column = target.mapping.column();
    boolean alone =
        place.unit != null && place.besideSlot >= 0 && !isNumber(slots, place.besideSlot);
    try {
      return target.values.convert(kind, text, alone ? null : place.unit, recordTime);
    } catch (ValueMismatch misfit) {
      String expected = misfit.getMessage();
      if (alone && place.beside != null && isNumber(kind, text)) {
        expected = "%s; a number only beside one at '%s'".formatted(ISO, place.beside);
      }
      throw new Unmappable(
          misfit.reasonClass,
          "column '%s' (%s): got %s, expected %s"
              .formatted(column.name(), type.name(), got(column, text), expected),
          misfit.formerlyTaken);
    }
  }

  private static boolean isNumber(ParsedElement slots, int slot) {
    return slots.isScalar(slot) && isNumber(slots.kind(slot), slots.text(slot));
  }

  private static boolean isNumber(byte kind, String text) {
    return kind == ParsedElement.NUMBER
        || kind == ParsedElement.STRING && TimeReader.isWhole(text.strip());
  }

  /** What may be shown of a value: up to 40 characters, and nothing of a person's. */
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
      // a column that is misspelt in a function is wrong for every element
      throw e;
    } catch (DerivedValue.DoesNotFit e) {
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

  /** A text where the paths go on into an object: what was meant to be read cannot be. */
  private void requireNoText(Target target, ParsedElement slots) throws Unmappable {
    for (int at = 0; at < target.places.length; at++) {
      for (int slot : target.places[at].slots) {
        if (slots.kind(slot) == ParsedElement.NO_OBJECT) {
          throw new Unmappable(
              "wrong-type",
              "column '%s' (%s): got a text, number or boolean on the way to '%s', expected objects"
                  .formatted(
                      target.mapping.column().name(),
                      type.name(),
                      target.mapping.sources().get(at).text()),
              true);
        }
      }
    }
  }

  private Unmappable missing(Target target, ParsedElement slots, boolean isBlank) {
    ColumnMapping mapping = target.mapping;
    if (slots.error != null) {
      return new Unmappable(
          slots.error.startsWith("'") ? "empty-envelope" : "source-error",
          "%s: %s, expected elements; fetch it again".formatted(type.name(), slots.error),
          false);
    }
    String expected = mapping.required() == null ? "" : mapping.required();
    if (expected.isEmpty()) {
      expected =
          mapping.sources().isEmpty()
              ? "its derivation to give one"
              : mapping.sources().stream().map(JsonSource::text).collect(joining(" or "));
    }
    boolean isPart = target.isKey && mapping.sources().stream().anyMatch(JsonSource::isTemplate);
    return new Unmappable(
        "missing-value",
        "column '%s' (%s): got %s, expected %s"
            .formatted(
                mapping.column().name(),
                type.name(),
                isBlank ? "blank text" : "no value",
                expected + (isPart ? ", every part of it" : "")),
        target.isKey && (isBlank || hasScalar(target, slots)));
  }

  private static boolean hasScalar(Target target, ParsedElement slots) {
    return Stream.of(target.places)
        .flatMapToInt(place -> IntStream.of(place.slots))
        .anyMatch(slots::isScalar);
  }

  /** The columns as far as they are known; derivations see those before them. */
  private record WorkingRow(Schema schema, @Nullable Object[] values) implements Row {
    @Override
    public @Nullable Object get(int position) {
      return values[position];
    }
  }
}
