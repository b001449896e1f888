package dev.rollcall.core.record;

import dev.rollcall.core.internal.row.ComparableRow;
import org.jspecify.annotations.Nullable;

/** The simple row: one array of boxed values. */
final class ArrayRow extends ComparableRow {

  private final Schema schema;
  private final @Nullable Object[] values;

  ArrayRow(Schema schema, @Nullable Object[] values) {
    if (values.length != schema.size()) {
      throw new IllegalArgumentException(
          "row: got " + values.length + " values, expected " + schema.size());
    }
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null && !schema.column(i).type().javaType().isInstance(value)) {
        throw new IllegalArgumentException(
            "column '%s': got a value of %s, expected %s"
                .formatted(
                    schema.column(i).name(),
                    value.getClass().getSimpleName(),
                    schema.column(i).type()));
      }
    }
    this.schema = schema;
    this.values = values;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Object get(int position) {
    return values[position];
  }
}
