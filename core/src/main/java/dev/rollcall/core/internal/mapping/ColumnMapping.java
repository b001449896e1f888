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
 * How a column gets its value: from the first source with a scalar, else from its function.
 *
 * @param column the resulting column
 * @param sources the paths to read, in this order; may be empty for a derived column
 * @param message the part of the message to read in their place; null for none
 * @param function computes the value when no source has one; null for none
 * @param visibility whether it is part of the row
 * @param rules what becomes of an element without a value, or with one that does not fit
 * @param reading how its values are written, where that is declared
 */
public record ColumnMapping(
    Column column,
    List<JsonSource> sources,
    @Nullable MessageSource message,
    @Nullable Function function,
    Visibility visibility,
    Rules rules,
    Reading reading)
    implements Serializable {

  /**
   * A function of the user's.
   *
   * @param reads the columns that it names; null if it may read any
   */
  public record Function(Row.Derivation derivation, @Nullable List<String> reads)
      implements Serializable {
    public Function {
      reads = reads == null ? null : List.copyOf(reads);
    }
  }

  /**
   * What is asked of a value.
   *
   * @param required an element without a value is a dead letter: what to say was expected; null if
   *     a value is optional
   * @param emptyIsNull "" counts as no value
   * @param allowed an element with another value is a dead letter; empty if every value will do
   * @param elseNull a value that does not fit becomes a counted null, not a dead letter
   */
  public record Rules(
      @Nullable String required, boolean emptyIsNull, List<String> allowed, boolean elseNull)
      implements Serializable {

    static final Rules NONE = new Rules(null, false, List.of(), false);

    public Rules {
      allowed = List.copyOf(allowed);
    }
  }

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
  }

  /** A column without further declarations. */
  public static ColumnMapping of(Column column, Visibility visibility) {
    return new ColumnMapping(column, List.of(), null, null, visibility, Rules.NONE, Reading.PLAIN);
  }

  /** The function's code; null if there is none. */
  public Row.@Nullable Derivation derivation() {
    return function == null ? null : function.derivation();
  }

  /** The columns that the function names; null if it may read any. */
  public @Nullable List<String> reads() {
    return function == null ? null : function.reads();
  }

  public @Nullable String required() {
    return rules.required();
  }

  public boolean emptyIsNull() {
    return rules.emptyIsNull();
  }

  public List<String> allowed() {
    return rules.allowed();
  }

  public boolean elseNull() {
    return rules.elseNull();
  }

  /** Whether it is not part of the row. */
  public boolean hidden() {
    return visibility != Visibility.ROW;
  }

  public ColumnMapping of(Column other) {
    return new ColumnMapping(other, sources, message, function, visibility, rules, reading);
  }

  public ColumnMapping from(List<JsonSource> others) {
    return new ColumnMapping(column, others, message, function, visibility, rules, reading);
  }

  /** Read from the message around the element. */
  public ColumnMapping from(MessageSource other) {
    return new ColumnMapping(column, sources, other, function, visibility, rules, reading);
  }

  /** Where its value may stand, in the element or in the message. */
  public List<JsonSource> places() {
    return message == null ? sources : message.places();
  }

  /** The same places with other units. */
  public ColumnMapping at(List<JsonSource> places) {
    return message == null ? from(places) : from(message.at(places));
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

  /**
   * How the value of this column is read from other places, or still from the message, with nothing
   * derived.
   */
  public ColumnMapping readFrom(List<JsonSource> others) {
    return new ColumnMapping(
        // so that no message shows a key
        column.with(Column.Sensitivity.PERSONAL),
        message == null ? others : List.of(),
        message,
        null,
        Visibility.ROW,
        new Rules(required(), emptyIsNull(), allowed(), false),
        reading);
  }

  public ColumnMapping otherwise(Row.Derivation other, @Nullable List<String> names) {
    return computedBy(new Function(other, names));
  }

  /** The same with a derivation that may read any column. */
  ColumnMapping unnamed() {
    return function == null ? this : computedBy(new Function(function.derivation(), null));
  }

  private ColumnMapping computedBy(Function other) {
    return new ColumnMapping(column, sources, message, other, visibility, rules, reading);
  }

  public ColumnMapping withElseNull() {
    return with(new Rules(required(), emptyIsNull(), allowed(), true));
  }

  public ColumnMapping requiring(String expected) {
    return with(new Rules(expected, emptyIsNull(), allowed(), elseNull()))
        .of(column.required(true));
  }

  public ColumnMapping withEmptyAsNull() {
    return with(new Rules(required(), true, allowed(), elseNull()));
  }

  public ColumnMapping allowing(List<String> values) {
    return with(new Rules(required(), emptyIsNull(), values, elseNull()));
  }

  private ColumnMapping with(Rules other) {
    return new ColumnMapping(column, sources, message, function, visibility, other, reading);
  }

  public ColumnMapping read(UnaryOperator<Reading> change) {
    return new ColumnMapping(
        column, sources, message, function, visibility, rules, change.apply(reading));
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
    for (JsonSource source : places()) {
      text.append(message == null ? " <- " : " <= ")
          .append(withReading ? source.describe() : source.text());
    }
    return text.append(function == null ? "" : " else derived")
        .append(required() == null ? "" : " required")
        .append(emptyIsNull() ? " empty-is-null" : "")
        .append(allowed().isEmpty() ? "" : " one of " + allowed())
        .append(withReading ? reading.describe() : "")
        .append(elseNull() ? " else null" : "")
        .toString();
  }
}
