package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ColumnClosure;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.row.LazyRow;
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

  private final UsualColumns usual;

  /** How rows are kept, with all columns and with those that others see. */
  private final LazyRow.Layout all;

  private final LazyRow.Layout visible;

  /** Whether a scalar in it makes an object an element: what decides nothing else does not. */
  private final boolean[] deciding;

  /** Which columns of the current element hold no value because theirs did not fit. */
  private final boolean[] misfits;

  private CoverageCounter coverage;

  /** How many columns of the current element were read. */
  private int read;

  /** How many of them were derived and checked. */
  private int finished;

  public ElementMapper(
      RecordDefinition type, PathTrie trie, CoverageCounter coverage, MessageValues message) {
    this.type = type;
    this.coverage = coverage;
    this.columns =
        IntStream.range(0, type.mappings().size())
            .mapToObj(index -> new BoundColumn(type, index, trie, message))
            .toArray(BoundColumn[]::new);
    this.usual = new UsualColumns(type, columns);
    this.all =
        new LazyRow.Layout(
            type.workingSchema(), IntStream.range(0, columns.length).toArray(), usual.joins());
    this.visible =
        new LazyRow.Layout(
            type.schema(),
            type.schema().names().stream().mapToInt(type.workingSchema()::position).toArray(),
            usual.joins());
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

  /** Counts what follows in another counter. */
  public void countIn(CoverageCounter other) {
    coverage = other;
  }

  public Row map(ParsedElement parsed, @Nullable Instant recordTime) throws Unmappable {
    long[] words = new long[usual.words()];
    @Nullable Object[] values = new Object[columns.length];
    finished = 0;
    usual.read(parsed, recordTime, words, values, coverage);
    for (int i = usual.nextUnread(0); i < values.length; i = usual.nextUnread(i + 1)) {
      read = i;
      readOther(i, parsed, recordTime, values);
    }
    read = values.length;
    Row working = null;
    for (int i = usual.nextUnfinished(0); i < values.length; i = usual.nextUnfinished(i + 1)) {
      finished = i;
      if (misfits[i]) {
        continue;
      }
      if (working == null) {
        working = new LazyRow(all, parsed.json(), usual.kept(), words, values);
      }
      finish(i, working, parsed, recordTime, values);
    }
    usual.countStanding(values.length, coverage);
    return new LazyRow(visible, parsed.json(), usual.kept(), words, values);
  }

  private void readOther(
      int column, ParsedElement parsed, @Nullable Instant recordTime, @Nullable Object[] values)
      throws Unmappable {
    misfits[column] = false;
    try {
      values[column] = columns[column].read(parsed, recordTime, coverage);
    } catch (Unmappable e) {
      misfit(column, e);
    }
  }

  /** Derives a value that was not read, and checks it. */
  private void finish(
      int column,
      Row working,
      ParsedElement parsed,
      @Nullable Instant recordTime,
      @Nullable Object[] values)
      throws Unmappable {
    try {
      boolean isDerived = values[column] == null && columns[column].isDerived();
      Object value = isDerived ? columns[column].derive(working, recordTime) : values[column];
      columns[column].check(value, parsed, coverage);
      values[column] = value;
      if (isDerived && value != null) {
        coverage.derived(column);
      }
    } catch (Unmappable e) {
      misfit(column, e);
    }
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
    usual.countStanding(finished, coverage);
    for (int i = read; i < columns.length; i++) {
      int source = usual.isUsual(i) ? -1 : columns[i].firstScalar(parsed);
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
}
