package dev.rollcall.core.internal.row;

import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import org.jspecify.annotations.Nullable;

/** A row with one more column behind its own. */
public final class ExtendedRow extends ComparableRow {

  private final Schema schema;
  private final Row row;
  private final @Nullable Object value;

  /** Extends a row by a value of the Java type of the schema's last column. */
  public ExtendedRow(Schema schema, Row row, @Nullable Object value) {
    this.schema = schema;
    this.row = row;
    this.value = value;
  }

  private boolean isLast(int position) {
    return position == schema.size() - 1;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Object get(int position) {
    return isLast(position) ? value : row.get(position);
  }

  @Override
  public boolean isNull(int position) {
    return isLast(position) ? value == null : row.isNull(position);
  }

  @Override
  public long getLong(int position) {
    return isLast(position) ? super.getLong(position) : row.getLong(position);
  }

  @Override
  public double getDouble(int position) {
    return isLast(position) ? super.getDouble(position) : row.getDouble(position);
  }
}
