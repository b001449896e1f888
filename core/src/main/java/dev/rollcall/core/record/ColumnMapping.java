package dev.rollcall.core.record;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one column comes about: the first source with a scalar wins; if none has one, the derivation.
 *
 * @param column what it becomes
 * @param sources where to look, in this order; may be empty for a derived column
 * @param derivation what to compute when no source has a value, or null
 * @param required an element without a value is a dead letter: what to say was expected; null if a
 *     value is optional
 * @param emptyIsNull "" counts as no value
 * @param hidden only there for derivations, not part of the row
 * @param allowed an element with another value is a dead letter; empty if every value will do
 */
public record ColumnMapping(
    Column column,
    List<JsonSource> sources,
    @Nullable Derivation derivation,
    @Nullable String required,
    boolean emptyIsNull,
    boolean hidden,
    List<String> allowed)
    implements Serializable {

  public ColumnMapping {
    sources = List.copyOf(sources);
    allowed = List.copyOf(allowed);
  }

  /** A column of which nothing is said yet. */
  static ColumnMapping of(Column column, boolean hidden) {
    return new ColumnMapping(column, List.of(), null, null, false, hidden, List.of());
  }

  ColumnMapping of(Column other) {
    return new ColumnMapping(other, sources, derivation, required, emptyIsNull, hidden, allowed);
  }

  ColumnMapping from(List<JsonSource> others) {
    return new ColumnMapping(column, others, derivation, required, emptyIsNull, hidden, allowed);
  }

  ColumnMapping otherwise(Derivation other) {
    return new ColumnMapping(column, sources, other, required, emptyIsNull, hidden, allowed);
  }

  ColumnMapping requiring(String expected) {
    return new ColumnMapping(column, sources, derivation, expected, emptyIsNull, hidden, allowed);
  }

  ColumnMapping withEmptyAsNull() {
    return new ColumnMapping(column, sources, derivation, required, true, hidden, allowed);
  }

  ColumnMapping allowing(List<String> values) {
    return new ColumnMapping(column, sources, derivation, required, emptyIsNull, hidden, values);
  }
}
