package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.Row;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a column gets its value: from the first source with a scalar, else from the derivation.
 *
 * @param column the resulting column
 * @param sources the paths to read, in this order; may be empty for a derived column
 * @param derivation computes the value when no source has one; null for none
 * @param required an element without a value is a dead letter: what to say was expected; null if a
 *     value is optional
 * @param emptyIsNull "" counts as no value
 * @param visibility whether it is part of the row
 * @param allowed an element with another value is a dead letter; empty if every value will do
 * @param reading how its values are written, where that is declared
 * @param reads the columns that the derivation names; null if it may read any
 * @param elseNull a value that does not fit becomes a counted null, not a dead letter
 */
public record ColumnMapping(
    Column column,
    List<JsonSource> sources,
    Row.@Nullable Derivation derivation,
    @Nullable String required,
    boolean emptyIsNull,
    Visibility visibility,
    List<String> allowed,
    Reading reading,
    @Nullable List<String> reads,
    boolean elseNull)
    implements Serializable {

  /** Who sees a column. */
  public enum Visibility {
    /** It is part of the row. */
    ROW,
    /** Only derivations see it. */
    HIDDEN,
    /** Only derivations see it, and the report of a run counts each of its allowed values. */
    COUNTED
  }

  public ColumnMapping {
    sources = List.copyOf(sources);
    allowed = List.copyOf(allowed);
    reads = reads == null ? null : List.copyOf(reads);
  }

  /** A column without further declarations. */
  public static ColumnMapping of(Column column, Visibility visibility) {
    return new ColumnMapping(
        column, List.of(), null, null, false, visibility, List.of(), Reading.PLAIN, null, false);
  }

  /** Whether it is not part of the row. */
  public boolean hidden() {
    return visibility != Visibility.ROW;
  }

  public ColumnMapping of(Column other) {
    return new ColumnMapping(
        other,
        sources,
        derivation,
        required,
        emptyIsNull,
        visibility,
        allowed,
        reading,
        reads,
        elseNull);
  }

  public ColumnMapping from(List<JsonSource> others) {
    return new ColumnMapping(
        column,
        others,
        derivation,
        required,
        emptyIsNull,
        visibility,
        allowed,
        reading,
        reads,
        elseNull);
  }

  /** Read from the field with the column's name. */
  public ColumnMapping fromItsName() {
    return from(List.of(JsonSource.parse(column.name())));
  }

  /** Looked for below this path first; JSON is not, which would be copied for every element. */
  ColumnMapping below(List<String> path) {
    if (column.type() == ColumnType.JSON) {
      return this;
    }
    List<JsonSource> both = new ArrayList<>();
    sources.forEach(source -> both.add(source.under(path, FieldPath.written(path))));
    both.addAll(sources);
    return from(both);
  }

  /** How the value of this column is read from other places, with nothing derived. */
  public ColumnMapping readFrom(List<JsonSource> others) {
    return new ColumnMapping(
        // so that no message shows a key
        column.with(Column.Sensitivity.PERSONAL),
        others,
        null,
        required,
        emptyIsNull,
        Visibility.ROW,
        allowed,
        reading,
        null,
        false);
  }

  public ColumnMapping otherwise(Row.Derivation other, @Nullable List<String> names) {
    return new ColumnMapping(
        column,
        sources,
        other,
        required,
        emptyIsNull,
        visibility,
        allowed,
        reading,
        names,
        elseNull);
  }

  /** The same with a derivation that may read any column. */
  ColumnMapping unnamed() {
    return new ColumnMapping(
        column,
        sources,
        derivation,
        required,
        emptyIsNull,
        visibility,
        allowed,
        reading,
        null,
        elseNull);
  }

  public ColumnMapping withElseNull() {
    return new ColumnMapping(
        column,
        sources,
        derivation,
        required,
        emptyIsNull,
        visibility,
        allowed,
        reading,
        reads,
        true);
  }

  public ColumnMapping requiring(String expected) {
    return new ColumnMapping(
        column,
        sources,
        derivation,
        expected,
        emptyIsNull,
        visibility,
        allowed,
        reading,
        reads,
        elseNull);
  }

  public ColumnMapping withEmptyAsNull() {
    return new ColumnMapping(
        column, sources, derivation, required, true, visibility, allowed, reading, reads, elseNull);
  }

  public ColumnMapping allowing(List<String> values) {
    return new ColumnMapping(
        column,
        sources,
        derivation,
        required,
        emptyIsNull,
        visibility,
        values,
        reading,
        reads,
        elseNull);
  }

  public ColumnMapping read(UnaryOperator<Reading> change) {
    return new ColumnMapping(
        column,
        sources,
        derivation,
        required,
        emptyIsNull,
        visibility,
        allowed,
        change.apply(reading),
        reads,
        elseNull);
  }

  /**
   * Whether its declaration reads a text or number differently from what earlier versions guessed.
   */
  boolean readsOtherwiseThanGuessed() {
    return reading.times().declaredZone() != null
        || reading.decimals().base64Scale() >= 0
        || !reading.nullTexts().isEmpty()
        || sources.stream()
            .map(JsonSource::unit)
            .anyMatch(
                unit -> unit != null && unit != EpochUnit.SECONDS && unit != EpochUnit.MILLIS);
  }

  /** What determines its values, as stable text, without functions. */
  public String describe(boolean withReading) {
    StringBuilder text = new StringBuilder(hidden() ? "hidden " : "").append(column);
    for (JsonSource source : sources) {
      text.append(" <- ").append(withReading ? source.describe() : source.text());
    }
    return text.append(derivation == null ? "" : " else derived")
        .append(required == null ? "" : " required")
        .append(emptyIsNull ? " empty-is-null" : "")
        .append(allowed.isEmpty() ? "" : " one of " + allowed)
        .append(withReading ? reading.describe() : "")
        .append(elseNull ? " else null" : "")
        .toString();
  }
}
