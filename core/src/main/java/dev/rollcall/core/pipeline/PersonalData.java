package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline does with PERSONAL columns: drop them or replace their values by a keyed hash.
 * Without it they are kept. Immutable.
 */
public final class PersonalData implements Serializable {

  private final @Nullable HmacKey key;
  private final List<String> columns;

  private PersonalData(@Nullable HmacKey key, List<String> columns) {
    this.key = key;
    this.columns = List.copyOf(columns);
  }

  /** The columns are no longer part of the row. */
  public static PersonalData drop() {
    return new PersonalData(null, List.of());
  }

  /** The values become text: their {@link HmacKey#pseudonym}. */
  public static PersonalData hash(HmacKey key) {
    return new PersonalData(
        ConfigurationException.requireNonNull(key, "personal data: key"), List.of());
  }

  /** Only these columns, PERSONAL or not, in place of all PERSONAL ones. */
  public PersonalData only(String... names) {
    return new PersonalData(
        key, ConfigurationException.requireAllNonNull(names, "personal data: columns"));
  }

  public @Nullable HmacKey key() {
    return key;
  }

  /** The columns it speaks of; empty for all PERSONAL ones. */
  public List<String> columns() {
    return columns;
  }

  public String describe() {
    return (key == null ? "drop " : "hash ")
        + (columns.isEmpty() ? "personal" : columns.toString());
  }
}
