package dev.rollcall.core.flatten;

import static java.util.stream.Collectors.joining;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnMapping;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.DerivedValue;
import dev.rollcall.core.record.JsonSource;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Sensitivity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Filled {@link Slots} to a row: conversions first, then derivations in the order declared. */
final class ElementMapper {

  /** An element that is not of the declared type. */
  static final class Unmappable extends Exception {
    final String reasonClass;

    Unmappable(String reasonClass, String reason) {
      super(reason, null, false, false);
      this.reasonClass = reasonClass;
    }
  }

  private static final int MAX_GOT = 40;

  /** A source with its paths resolved to slots. */
  private record Place(int[] slots, @Nullable List<String> literals) {}

  private final RecordType type;
  private final Place[][] places;
  private final int[] visible;

  ElementMapper(RecordType type, PathTrie trie) {
    this.type = type;
    this.places = new Place[type.mappings().size()][];
    for (int i = 0; i < places.length; i++) {
      ColumnMapping mapping = type.mappings().get(i);
      boolean json = mapping.column().type() == ColumnType.JSON;
      places[i] =
          mapping.sources().stream().map(source -> place(source, trie, json)).toArray(Place[]::new);
    }
    this.visible =
        type.schema().names().stream().mapToInt(type.workingSchema()::position).toArray();
  }

  private static Place place(JsonSource source, PathTrie trie, boolean json) {
    if (source.isElement()) {
      return new Place(new int[] {trie.root.jsonSlot}, null);
    }
    int[] slots = source.paths().stream().mapToInt(path -> trie.slot(path, json)).toArray();
    return new Place(slots, source.isTemplate() ? source.literals() : null);
  }

  Row map(Slots slots, @Nullable Instant recordTime) throws Unmappable {
    @Nullable Object[] values = new Object[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = converted(i, slots);
    }
    Row working = new WorkingRow(type.workingSchema(), values);
    for (int i = 0; i < values.length; i++) {
      ColumnMapping mapping = type.mappings().get(i);
      if (values[i] == null && mapping.derivation() != null) {
        values[i] = derived(mapping, working, recordTime);
      }
      if (values[i] == null && (mapping.required() != null || type.workingSchema().isKey(i))) {
        throw missing(mapping, slots);
      }
      if (values[i] instanceof String text && !isAllowed(mapping, text)) {
        throw new Unmappable(
            "not-allowed",
            "column '%s' (%s): got %s, expected one of %s"
                .formatted(
                    mapping.column().name(),
                    type.name(),
                    got(mapping.column(), text),
                    String.join(", ", mapping.allowed())));
      }
    }
    @Nullable Object[] row = new Object[visible.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[visible[i]];
    }
    return Row.of(type.schema(), row);
  }

  private @Nullable Object converted(int index, Slots slots) throws Unmappable {
    ColumnMapping mapping = type.mappings().get(index);
    boolean structure = false;
    for (Place place : places[index]) {
      if (place.literals != null) {
        String joined = join(place.literals, place.slots, slots);
        if (joined != null && !(mapping.emptyIsNull() && joined.isEmpty())) {
          return checked(mapping.column(), Slots.STRING, joined);
        }
        continue;
      }
      int slot = place.slots[0];
      structure |= slots.kind(slot) == Slots.STRUCTURE;
      if (slots.isScalar(slot)) {
        String text = slots.text(slot);
        if (!(mapping.emptyIsNull() && text.isBlank())) {
          return checked(mapping.column(), slots.kind(slot), text);
        }
      }
    }
    if (structure) {
      throw new Unmappable(
          "wrong-type",
          "column '%s' (%s): got an object or an array, expected %s"
              .formatted(mapping.column().name(), type.name(), mapping.column().type()));
    }
    return null;
  }

  private static @Nullable String join(List<String> literals, int[] paths, Slots slots) {
    StringBuilder text = new StringBuilder();
    boolean any = false;
    for (int i = 0; i < paths.length; i++) {
      if (slots.isScalar(paths[i])) {
        // the text before a part stands only if a part was there before it
        text.append(any || i == 0 ? literals.get(i) : "").append(slots.text(paths[i]));
        any = true;
      }
    }
    return any ? text.append(literals.get(paths.length)).toString() : null;
  }

  private Object checked(Column column, byte kind, String text) throws Unmappable {
    try {
      return Values.convert(column, kind, text);
    } catch (Values.Misfit misfit) {
      throw new Unmappable(
          "wrong-type",
          "column '%s' (%s): got %s, expected %s"
              .formatted(column.name(), type.name(), got(column, text), misfit.getMessage()));
    }
  }

  private static boolean isAllowed(ColumnMapping mapping, String text) {
    return mapping.allowed().isEmpty() || mapping.allowed().contains(text);
  }

  /** What may be shown of a value: up to 40 characters, and nothing of a person's. */
  private static String got(Column column, String text) {
    if (column.sensitivity() != Sensitivity.PUBLIC) {
      return "a personal value of " + text.length() + " characters";
    }
    return text.length() <= MAX_GOT
        ? "\"" + paired(text) + "\""
        : "\"" + paired(text.substring(0, MAX_GOT)) + "…\" (" + text.length() + " characters)";
  }

  /** Half a character, as sent or left by the cut, is no text: not every store takes it. */
  private static String paired(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
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
    } catch (DerivedValue.Misfit e) {
      throw new Unmappable("wrong-type", type.name() + ": " + e.getMessage());
    } catch (RuntimeException e) {
      // the function's own message may quote the element
      throw new Unmappable(
          "derivation-failed",
          "column '%s' (%s): its derivation failed with %s"
              .formatted(mapping.column().name(), type.name(), e.getClass().getSimpleName()));
    }
  }

  private Unmappable missing(ColumnMapping mapping, Slots slots) {
    if (slots.error != null) {
      return new Unmappable(
          slots.error.startsWith("'") ? "empty-envelope" : "source-error",
          "%s: %s, expected elements; fetch it again".formatted(type.name(), slots.error));
    }
    String expected = mapping.required() == null ? "" : mapping.required();
    if (expected.isEmpty()) {
      expected =
          mapping.sources().isEmpty()
              ? "its derivation to give one"
              : mapping.sources().stream().map(JsonSource::text).collect(joining(" or "));
    }
    return new Unmappable(
        "missing-value",
        "column '%s' (%s): got no value, expected %s"
            .formatted(mapping.column().name(), type.name(), expected));
  }

  /** The columns as far as they are known; derivations see those before them. */
  private record WorkingRow(Schema schema, @Nullable Object[] values) implements Row {
    @Override
    public @Nullable Object get(int position) {
      return values[position];
    }
  }
}
