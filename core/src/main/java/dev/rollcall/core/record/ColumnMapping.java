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
 */
public record ColumnMapping(
    Column column,
    List<JsonSource> sources,
    @Nullable Derivation derivation,
    @Nullable String required,
    boolean emptyIsNull,
    boolean hidden)
    implements Serializable {

  public ColumnMapping {
    sources = List.copyOf(sources);
  }
}
