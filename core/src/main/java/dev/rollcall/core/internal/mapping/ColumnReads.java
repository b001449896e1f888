package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.row.StandingTexts;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The columns that a function says it reads; null stands for a function that may read any. */
public final class ColumnReads {

  private ColumnReads() {}

  /**
   * What a function gets in place of a row: itself if it may read any column, else one that refuses
   * every other column by a {@link ConfigurationException}, which ends the run.
   *
   * @param reads names of columns of the schema
   * @param place where the function is, for the message
   */
  public static UnaryOperator<Row> limit(
      @Nullable List<String> reads, Schema schema, String place) {
    if (reads == null) {
      return row -> row;
    }
    boolean[] named = new boolean[schema.size()];
    reads.forEach(name -> named[schema.position(name)] = true);
    return row -> new LimitedRow(row, named, place);
  }

  /**
   * As stable text. In the order of the columns, since a function may read by position; for one
   * that names nothing, of all columns.
   *
   * @param columns the names of all columns
   */
  public static String describe(@Nullable List<String> reads, List<String> columns) {
    return reads == null
        ? " of all of " + columns
        : " of " + columns.stream().filter(reads::contains).toList();
  }

  /** The same schema and positions, less of it readable. */
  private record LimitedRow(Row row, boolean[] named, String place) implements Row, StandingTexts {
    @Override
    public Schema schema() {
      return row.schema();
    }

    @Override
    public @Nullable Object get(int position) {
      requireNamed(position);
      return row.get(position);
    }

    @Override
    public boolean isNull(int position) {
      requireNamed(position);
      return row.isNull(position);
    }

    @Override
    public long getLong(int position) {
      requireNamed(position);
      return row.getLong(position);
    }

    @Override
    public double getDouble(int position) {
      requireNamed(position);
      return row.getDouble(position);
    }

    @Override
    public byte[] record() {
      return row instanceof StandingTexts texts ? texts.record() : new byte[0];
    }

    @Override
    public long ascii(int position) {
      requireNamed(position);
      return row instanceof StandingTexts texts ? texts.ascii(position) : 0;
    }

    private void requireNamed(int position) {
      if (position >= 0 && position < named.length && !named[position]) {
        throw new ConfigurationException(
            "%s: its function reads the column '%s', which is not among those it names; add it there"
                .formatted(place, schema().column(position).name()));
      }
    }
  }
}
