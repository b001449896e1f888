package dev.rollcall.core.record;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A header of a message: what its producer wrote beside key and value. Suggestions may repeat. The
 * array is not copied: do not change it.
 *
 * @param name the name, not unique
 * @param value the bytes, or null
 */
public record RecordHeader(String name, byte @Nullable [] value) implements Serializable {

  // not the compact form: javac leaves the annotations of its parameters out of the class file
  public RecordHeader(String name, byte @Nullable [] value) {
    this.name = name;
    this.value = value;
  }

  /** How many bytes it holds in memory, a character of its name being one. */
  public int size() {
    return name.length() + (value == null ? 0 : value.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordHeader that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, Arrays.hashCode(value));
  }

  /** Name and size; never the value. */
  @Override
  public String toString() {
    return name + (value == null ? "" : " (" + value.length + " bytes)");
  }
}
