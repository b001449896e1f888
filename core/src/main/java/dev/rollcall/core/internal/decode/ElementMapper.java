package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Maps a {@link ParsedElement} to a row: conversions first, then derivations in the order declared.
 */
public final class ElementMapper {

  /** The element is not of the declared type. */
  public static final class Unmappable extends Exception {
    public final String reasonClass;
    public final boolean formerlyTaken;

    Unmappable(String reasonClass, String reason, boolean formerlyTaken) {
      super(reason, null, false, false);
      this.reasonClass = reasonClass;
      this.formerlyTaken = formerlyTaken;
    }
  }

  private final RecordDefinition type;
  private final BoundColumn[] columns;
  private final int[] visible;
  private final CoverageCounter coverage;

  /** How many columns of the current element were read. */
  private int read;

  public ElementMapper(RecordDefinition type, PathTrie trie, CoverageCounter coverage) {
    this.type = type;
    this.coverage = coverage;
    this.columns =
        IntStream.range(0, type.mappings().size())
            .mapToObj(index -> new BoundColumn(type, index, trie))
            .toArray(BoundColumn[]::new);
    this.visible =
        type.schema().names().stream().mapToInt(type.workingSchema()::position).toArray();
  }

  public Row map(ParsedElement parsed, @Nullable Instant recordTime) throws Unmappable {
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      read = i;
      values[i] = columns[i].read(parsed, recordTime, coverage);
    }
    read = values.length;
    Row working = new WorkingRow(type.workingSchema(), values);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && columns[i].isDerived()) {
        values[i] = columns[i].derive(working, recordTime);
        if (values[i] != null) {
          coverage.derived(i);
        }
      }
      columns[i].check(values[i], parsed, coverage);
    }
    @Nullable Object[] row = new Object[visible.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[visible[i]];
    }
    return Row.of(type.schema(), row);
  }

  /** Counts the sources of a refused element that were not reached. */
  public void countRefused(ParsedElement parsed) {
    coverage.refused();
    for (int i = read; i < columns.length; i++) {
      int source = columns[i].firstScalar(parsed);
      if (source >= 0) {
        coverage.gave(i, source);
      }
    }
  }

  /**
   * Whether the object has a key of its own: then it is an element, whatever else it holds. Ignores
   * the record's time, so that the answer is the same wherever the record is read.
   */
  public boolean hasKey(ParsedElement parsed) {
    // a key derived from no value does not count
    if (Arrays.stream(columns).noneMatch(column -> !column.isJson() && column.hasScalar(parsed))) {
      return false;
    }
    @Nullable Object[] values = new Object[columns.length];
    boolean[] unreadable = new boolean[columns.length];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = columns[i].read(parsed, null, null);
      } catch (Unmappable e) {
        // an unreadable key is still a key
        unreadable[i] = true;
      }
    }
    Row working = new WorkingRow(type.workingSchema(), values);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && columns[i].isDerived()) {
        try {
          values[i] = columns[i].derive(working, null);
        } catch (Unmappable e) {
          unreadable[i] = true;
        }
      }
    }
    return type.workingSchema().keys().stream()
        .noneMatch(key -> columns[key].isMissing(values[key]) && !unreadable[key]);
  }

  /** The columns mapped so far; a derivation sees those before its own. */
  private record WorkingRow(Schema schema, @Nullable Object[] values) implements Row {
    @Override
    public @Nullable Object get(int position) {
      return values[position];
    }
  }
}
