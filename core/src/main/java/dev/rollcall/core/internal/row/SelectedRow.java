package dev.rollcall.core.internal.row;

import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Utf8Sink;
import org.jspecify.annotations.Nullable;

/** Some columns of a row, in an order and under names of its own. */
public final class SelectedRow extends ComparableRow {

  private final Schema schema;
  private final Row row;
  private final int[] positions;

  /**
   * Selects from a row.
   *
   * @param positions for each column of the schema, its position in the row; not copied
   */
  public SelectedRow(Schema schema, Row row, int[] positions) {
    this.schema = schema;
    this.row = row;
    this.positions = positions;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Object get(int position) {
    return row.get(positions[position]);
  }

  @Override
  public boolean isNull(int position) {
    return row.isNull(positions[position]);
  }

  @Override
  public long getLong(int position) {
    return row.getLong(positions[position]);
  }

  @Override
  public double getDouble(int position) {
    return row.getDouble(positions[position]);
  }

  @Override
  public boolean passUtf8(int position, Utf8Sink to) {
    return row.passUtf8(positions[position], to);
  }
}
