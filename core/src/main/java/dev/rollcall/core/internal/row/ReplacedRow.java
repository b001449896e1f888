package dev.rollcall.core.internal.row;

import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Utf8Sink;
import org.jspecify.annotations.Nullable;

/** A row with another value in one column, which may be one more behind its own. */
public final class ReplacedRow extends ComparableRow {

  private final Schema schema;
  private final Row row;
  private final int replaced;
  private final @Nullable Object value;

  /** Puts a value of the column's Java type into a row. */
  public ReplacedRow(Schema schema, Row row, int replaced, @Nullable Object value) {
    this.schema = schema;
    this.row = row;
    this.replaced = replaced;
    this.value = value;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Object get(int position) {
    return position == replaced ? value : row.get(position);
  }

  @Override
  public boolean isNull(int position) {
    return position == replaced ? value == null : row.isNull(position);
  }

  @Override
  public long getLong(int position) {
    return position == replaced ? super.getLong(position) : row.getLong(position);
  }

  @Override
  public double getDouble(int position) {
    return position == replaced ? super.getDouble(position) : row.getDouble(position);
  }

  @Override
  public boolean passUtf8(int position, Utf8Sink to) {
    return position != replaced && row.passUtf8(position, to);
  }
}
