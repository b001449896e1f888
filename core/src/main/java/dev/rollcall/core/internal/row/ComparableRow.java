package dev.rollcall.core.internal.row;

import dev.rollcall.core.record.Row;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row that equals every other of its schema and values, however these are kept. */
public abstract class ComparableRow implements Row {

  @Override
  public final boolean equals(@Nullable Object other) {
    if (!(other instanceof ComparableRow that) || !schema().equals(that.schema())) {
      return false;
    }
    for (int i = 0; i < schema().size(); i++) {
      if (!Objects.deepEquals(get(i), that.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final int hashCode() {
    @Nullable Object[] values = new Object[schema().size()];
    Arrays.setAll(values, this::get);
    return Arrays.deepHashCode(values);
  }

  /** Names of the columns only: values may be personal and rows end up in logs. */
  @Override
  public final String toString() {
    return "Row" + schema().names();
  }
}
