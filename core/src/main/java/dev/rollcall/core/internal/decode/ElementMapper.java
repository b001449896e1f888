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

  public ElementMapper(
      RecordDefinition type, PathTrie trie, CoverageCounter coverage, MessageValues message) {
    this.type = type;
    this.coverage = coverage;
    this.columns =
        IntStream.range(0, type.mappings().size())
            .mapToObj(index -> new BoundColumn(type, index, trie, message))
            .toArray(BoundColumn[]::new);
    this.visible =
        type.schema().names().stream().mapToInt(type.workingSchema()::position).toArray();
    ColumnClosure closure = ColumnClosure.of(type, List.of());
    this.misfits = new boolean[columns.length];
    this.deciding = new boolean[columns.length];
    for (int i = 0; i < columns.length; i++) {
      deciding[i] =
          !columns[i].isJson()
              && !columns[i].isOfMessage()
              && closure.contains(type.mappings().get(i).column().name());
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
   * Whether an object that holds elements has a key of its own, or items that do: then it is an
   * element too. Ignores the record's time and all that the message says, so that the answer is the
   * same wherever the record is read.
   */
  public boolean hasKey(ParsedElement parsed) {
    ItemBuffer items = parsed.items();
    if (items == null) {
      return hasOwnKey(parsed);
    }
    while (items.next(parsed)) {
      if (items.refused() != null || hasOwnKey(parsed)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasOwnKey(ParsedElement parsed) {
    // a key derived from no value does not count
    if (IntStream.range(0, columns.length)
        .noneMatch(i -> deciding[i] && columns[i].hasScalar(parsed))) {
      return false;
    }
    @Nullable Object[] values = new Object[columns.length];
    boolean[] unreadable = new boolean[columns.length];
    for (int i = 0; i < values.length; i++) {
      if (columns[i].isOfMessage()) {
        continue;
      }
      try {
        values[i] = columns[i].read(parsed, null, null);
      } catch (Unmappable e) {
        // an unreadable key is still a key
        unreadable[i] = true;
      }
    }
    OwnRow working = new OwnRow(type.workingSchema(), columns, values);
    for (int i = 0; i < values.length; i++) {
      boolean isMisfit = unreadable[i] && columns[i].isElseNull();
      if (values[i] == null && columns[i].isDerived() && !isMisfit) {
        working.begin();
        try {
          Object value = columns[i].derive(working, null);
          values[i] = working.isOfMessage() ? null : value;
        } catch (Unmappable e) {
          unreadable[i] = !working.askedMessage;
        }
      }
    }
    List<Integer> keys =
        type.workingSchema().keys().stream().filter(key -> !columns[key].isOfMessage()).toList();
    return !keys.isEmpty()
        && keys.stream().noneMatch(key -> columns[key].isMissing(values[key]) && !unreadable[key]);
  }

  /** What an object holds itself; notes whether a function asks for what the message says. */
  private static final class OwnRow implements Row {
    private final Schema schema;
    private final BoundColumn[] columns;
    private final @Nullable Object[] values;
    private boolean askedMessage;
    private boolean gotValue;

    OwnRow(Schema schema, BoundColumn[] columns, @Nullable Object[] values) {
      this.schema = schema;
      this.columns = columns;
      this.values = values;
    }

    void begin() {
      askedMessage = false;
      gotValue = false;
    }

    /** Whether the function had nothing but the message to go by. */
    boolean isOfMessage() {
      return askedMessage && !gotValue;
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public @Nullable Object get(int position) {
      askedMessage |= columns[position].isOfMessage();
      gotValue |= values[position] != null;
      return values[position];
    }
  }

  /** The columns mapped so far; a derivation sees those before its own. */
  private record WorkingRow(Schema schema, @Nullable Object[] values) implements Row {
    @Override
    public @Nullable Object get(int position) {
      return values[position];
    }
  }
}
