package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.row.LazyRow;
import dev.rollcall.core.internal.row.SliceJoin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an element whose values are usual, which is most of them: reads these at once, and
 * says which are left. Not threadsafe.
 */
final class UsualColumns {

  /** Where nothing is usual about a column, nobody asks. */
  private final @Nullable UsualColumn[] columns;

  /** The columns whose value is a text wherever it is there, and where that is. */
  private final int[] textColumns;

  private final int[] textSlots;

  /** The other columns that may be usual. */
  private final int[] otherColumns;

  /** The columns whose derived text may be left in the record, in their order. */
  private final List<StandingColumn> standing = new ArrayList<>();

  /** How a text is put together that stands nowhere as it is, by column. */
  private final @Nullable SliceJoin[] joins;

  private final int words;

  /** Of the current element, as bits, the columns whose first source gave a value. */
  private long ofFirst;

  /** Those that have a value, and those that have none. */
  private long kept;

  private long absent;

  /** Those that only their function can fill. */
  private long derived;

  UsualColumns(RecordDefinition type, BoundColumn[] all) {
    this.columns = new UsualColumn[Math.min(all.length, LazyRow.MOST)];
    this.joins = new SliceJoin[all.length];
    int word = all.length;
    for (int i = 0; i < columns.length; i++) {
      UsualColumn column = all[i].usual(word);
      columns[i] = column;
      if (column == null) {
        continue;
      }
      StandingColumn stands = column.join() == null ? StandingColumn.of(type, i, word) : null;
      if (stands != null) {
        standing.add(stands);
      }
      joins[i] = stands == null ? column.join() : stands.join();
      word += joins[i] == null ? 0 : joins[i].parts();
    }
    this.words = word;
    int[] texts =
        IntStream.range(0, columns.length)
            .filter(i -> columns[i] != null && columns[i].textSlot() >= 0)
            .toArray();
    this.textColumns = texts;
    this.textSlots = IntStream.of(texts).map(i -> columns[i].textSlot()).toArray();
    this.otherColumns =
        IntStream.range(0, columns.length)
            .filter(i -> columns[i] != null && columns[i].textSlot() < 0)
            .toArray();
  }

  /** How many words a row has: one for each column, and behind them those that others join. */
  int words() {
    return words;
  }

  /** How a text is put together that stands nowhere as it is, by column. */
  @Nullable SliceJoin[] joins() {
    return joins;
  }

  /** Reads what is usual; counts what came of a column's first source at once for all of them. */
  void read(
      ParsedElement parsed,
      @Nullable Instant recordTime,
      long[] words,
      @Nullable Object[] values,
      CoverageCounter coverage) {
    ofFirst = 0;
    kept = 0;
    absent = 0;
    derived = 0;
    for (int i = 0; i < textColumns.length; i++) {
      int column = textColumns[i];
      if (parsed.isPlainText(textSlots[i])) {
        words[column] = parsed.slice(textSlots[i]);
        ofFirst |= 1L << column;
      } else {
        read(column, parsed, recordTime, words, values, coverage);
      }
    }
    for (int i = 0; i < otherColumns.length; i++) {
      read(otherColumns[i], parsed, recordTime, words, values, coverage);
    }
    kept |= ofFirst;
    coverage.gaveFirst(ofFirst);
    leaveStanding(parsed.json(), words);
  }

  private void read(
      int column,
      ParsedElement parsed,
      @Nullable Instant recordTime,
      long[] words,
      @Nullable Object[] values,
      CoverageCounter coverage) {
    int source = columns[column].read(parsed, words, values, column, recordTime);
    if (source == 0) {
      ofFirst |= 1L << column;
    } else if (source > 0) {
      kept |= 1L << column;
      coverage.gave(column, source);
    } else if (source == UsualColumn.ABSENT) {
      absent |= 1L << column;
    } else if (source == UsualColumn.DERIVED) {
      derived |= 1L << column;
    }
  }

  private void leaveStanding(byte[] record, long[] words) {
    for (int i = 0; i < standing.size(); i++) {
      StandingColumn column = standing.get(i);
      long bit = 1L << column.column();
      if ((derived & bit) != 0 && column.isKept(record, kept, words)) {
        kept |= bit;
      }
    }
  }

  /** Counts the derived texts that were left in the record, of the first columns. */
  void countStanding(int first, CoverageCounter coverage) {
    for (int i = 0; i < standing.size(); i++) {
      int column = standing.get(i).column();
      if (column < first && (derived & kept & 1L << column) != 0) {
        coverage.derived(column);
      }
    }
  }

  /** The columns, as bits, of which a word or an object is the value. */
  long kept() {
    return kept;
  }

  /** Whether nothing is left to be done for a column. */
  boolean isUsual(int column) {
    return column < columns.length && ((kept | absent) & 1L << column) != 0;
  }

  /** The first column from this one on that is still to be read. */
  int nextUnread(int from) {
    return next(from, ~(kept | absent | derived));
  }

  /** The first column from this one on that is still to be derived or checked. */
  int nextUnfinished(int from) {
    return next(from, ~(kept | absent));
  }

  private static int next(int from, long columns) {
    return from >= Long.SIZE
        ? from
        : Math.min(Long.SIZE, from + Long.numberOfTrailingZeros(columns >>> from));
  }
}
