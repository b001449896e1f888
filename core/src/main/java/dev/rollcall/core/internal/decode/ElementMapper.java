package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ColumnClosure;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
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

    /** An object that reports an error, or is an envelope without elements. */
    static Unmappable report(String type, String error) {
      return new Unmappable(
          error.startsWith("'") ? "empty-envelope" : "source-error",
          "%s: %s, expected elements; fetch it again".formatted(type, error),
          false);
    }
  }

  private final RecordDefinition type;
  private final BoundColumn[] columns;
  private final int[] visible;

  /** Whether a scalar in it makes an object an element: what decides nothing else does not. */
  private final boolean[] deciding;

  /** Which columns of the current element hold no value because theirs did not fit. */
  private final boolean[] misfits;

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
    ColumnClosure closure = ColumnClosure.of(type, List.of());
    this.misfits = new boolean[columns.length];
    this.deciding = new boolean[columns.length];
    for (int i = 0; i < columns.length; i++) {
      deciding[i] =
          !columns[i].isJson() && closure.contains(type.mappings().get(i).column().name());
    }
  }

  public Row map(ParsedElement parsed, @Nullable Instant recordTime) throws Unmappable {
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      read = i;
      misfits[i] = false;
      try {
        values[i] = columns[i].read(parsed, recordTime, coverage);
      } catch (Unmappable e) {
        misfit(i, e);
      }
    }
    read = values.length;
    Row working = new WorkingRow(type.workingSchema(), values);
    for (int i = 0; i < values.length; i++) {
      if (misfits[i]) {
        continue;
      }
      try {
        boolean isDerived = values[i] == null && columns[i].isDerived();
        Object value = isDerived ? columns[i].derive(working, recordTime) : values[i];
        columns[i].check(value, parsed, coverage);
        values[i] = value;
        if (isDerived && value != null) {
          coverage.derived(i);
        }
      } catch (Unmappable e) {
        misfit(i, e);
      }
    }
    @Nullable Object[] row = new Object[visible.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[visible[i]];
    }
    return Row.of(type.schema(), row);
  }

  private void misfit(int column, Unmappable reason) throws Unmappable {
    if (!columns[column].isElseNull()) {
      throw reason;
    }
    misfits[column] = true;
    coverage.misfit(column);
  }

  /** Refuses an element whose items cannot be rows, as a whole: none of them counts. */
  public void requireItems(ItemBuffer items) throws Unmappable {
    if (items.misfit() != null) {
      throw new Unmappable("wrong-type", type.name() + ": " + items.misfit(), false);
    }
    if (items.report() != null) {
      throw Unmappable.report(type.name(), items.report());
    }
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
    if (IntStream.range(0, columns.length)
        .noneMatch(i -> deciding[i] && columns[i].hasScalar(parsed))) {
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
      boolean isMisfit = unreadable[i] && columns[i].isElseNull();
      if (values[i] == null && columns[i].isDerived() && !isMisfit) {
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
