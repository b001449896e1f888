package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ColumnClosure;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.row.LazyRow;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /** Where nothing is usual about a column, nobody asks. */
  private final UsualColumn[] usualColumns;

  /** The columns, as bits, that may be usual. */
  private final long mayBeUsual;

  /** The columns whose value is a text wherever it is there, and where that is. */
  private final int[] textColumns;

  private final int[] textSlots;

  /** How rows are kept, with all columns and with those that others see. */
  private final LazyRow.Layout all;

  private final LazyRow.Layout visible;

  /** Whether a scalar in it makes an object an element: what decides nothing else does not. */
  private final boolean[] deciding;

  /** Which columns of the current element hold no value because theirs did not fit. */
  private final boolean[] misfits;

  private CoverageCounter coverage;

  /** Which columns of the current element were usual, and which of them have a value. */
  private long usual;

  private long kept;

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
    this.usualColumns =
        Stream.of(columns).limit(LazyRow.MOST).map(BoundColumn::usual).toArray(UsualColumn[]::new);
    this.mayBeUsual =
        IntStream.range(0, usualColumns.length)
            .filter(i -> usualColumns[i] != null)
            .mapToLong(i -> 1L << i)
            .sum();
    this.textColumns =
        IntStream.range(0, usualColumns.length)
            .filter(i -> usualColumns[i] != null && usualColumns[i].textSlot() >= 0)
            .toArray();
    this.textSlots = IntStream.of(textColumns).map(i -> usualColumns[i].textSlot()).toArray();
    this.all =
        new LazyRow.Layout(type.workingSchema(), IntStream.range(0, columns.length).toArray());
    this.visible =
        new LazyRow.Layout(
            type.schema(),
            type.schema().names().stream().mapToInt(type.workingSchema()::position).toArray());
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
    long[] words = new long[columns.length];
    @Nullable Object[] values = new Object[columns.length];
    readUsual(parsed, recordTime, words, values);
    for (int i = nextOther(0); i < values.length; i = nextOther(i + 1)) {
      read = i;
      readOther(i, parsed, recordTime, values);
    }
    read = values.length;
    Row working = null;
    for (int i = nextOther(0); i < values.length; i = nextOther(i + 1)) {
      if (misfits[i]) {
        continue;
      }
      if (working == null) {
        working = new LazyRow(all, parsed.json(), kept, words, values);
      }
      finish(i, working, parsed, recordTime, values);
    }
    return new LazyRow(visible, parsed.json(), kept, words, values);
  }

  /** Reads what is usual; counts what came of a column's first source at once for all of them. */
  private void readUsual(
      ParsedElement parsed, @Nullable Instant recordTime, long[] words, @Nullable Object[] values) {
    long ofFirst = readTexts(parsed, words);
    long absent = 0;
    long ofOther = 0;
    for (long left = mayBeUsual & ~ofFirst; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      int source = usualColumns[i].read(parsed, words, values, i, recordTime);
      if (source == UsualColumn.ABSENT) {
        absent |= 1L << i;
      } else if (source == 0) {
        ofFirst |= 1L << i;
      } else if (source > 0) {
        ofOther |= 1L << i;
        coverage.gave(i, source);
      }
    }
    kept = ofFirst | ofOther;
    usual = kept | absent;
    coverage.gaveFirst(ofFirst);
  }

  /** Reads the texts that are values as they are; returns the columns that have one, as bits. */
  private long readTexts(ParsedElement parsed, long[] words) {
    long read = 0;
    for (int i = 0; i < textColumns.length; i++) {
      int slot = textSlots[i];
      if (parsed.isPlainText(slot)) {
        words[textColumns[i]] = parsed.slice(slot);
        read |= 1L << textColumns[i];
      }
    }
    return read;
  }

  private boolean isUsual(int column) {
    return column < usualColumns.length && (usual & 1L << column) != 0;
  }

  /** The first column from this one on that was not usual. */
  private int nextOther(int from) {
    return from >= Long.SIZE
        ? from
        : Math.min(Long.SIZE, from + Long.numberOfTrailingZeros(~usual >>> from));
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
    for (int i = read; i < columns.length; i++) {
      int source = isUsual(i) ? -1 : columns[i].firstScalar(parsed);
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
