package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.Uuids;
import dev.rollcall.core.internal.row.Slice;
import dev.rollcall.core.internal.row.SliceJoin;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usual value of a column: one that stands in the record in the usual form of its type,
 * so that nothing can be wrong with it. All else it leaves to {@link BoundColumn}, whose word on
 * the value is the same.
 */
final class UsualColumn {

  /** The value is for the general way. */
  static final int NOT_USUAL = -1;

  /** There is no value, and nobody minds. */
  static final int ABSENT = -2;

  /** There is nothing in any place, so that the value is the function's. */
  static final int DERIVED = -3;

  private final ColumnType type;
  private final int scale;

  /** What a DECIMAL without its point is below. */
  private final long bound;

  /** The slot of each source, up to the first that joins texts. */
  private final int[] slots;

  /** What the source behind them joins. */
  private final int[] joinedSlots;

  /** How it is joined; null if that is not for here. */
  private final @Nullable SliceJoin join;

  private final boolean isText;

  /**
   * What is declared of a column.
   *
   * @param without what to answer where there is nothing
   * @param isBlankNull whether a blank text is no value
   * @param isShared whether its texts may be those of many items, which then share one object
   * @param isDecimalText whether digits in a text are a decimal
   */
  record Manner(int without, boolean isBlankNull, boolean isShared, boolean isDecimalText) {}

  /**
   * Places that give a column's value.
   *
   * @param slots the slot of each source, up to the first that joins texts
   * @param joined the slots of what that one joins
   * @param join how; null if there is none
   */
  record Sources(int[] slots, int[] joined, @Nullable SliceJoin join) {}

  private final Manner manner;

  private final @Nullable TimeReader times;

  /**
   * Creates the reader of a column whose values need nothing but their conversion.
   *
   * @param times of a column of times
   */
  UsualColumn(Column column, Sources sources, Manner manner, @Nullable TimeReader times) {
    this.type = column.type();
    this.isText = type == ColumnType.STRING || type == ColumnType.JSON;
    this.scale = column.scale();
    this.bound = DirectValues.powerOfTen(column.precision());
    this.slots = sources.slots;
    this.joinedSlots = sources.joined;
    this.join = sources.join;
    this.manner = manner;
    this.times = times;
  }

  /** How its texts are joined; null if that is not for here. */
  @Nullable SliceJoin join() {
    return join;
  }

  /** The slot whose text is the value wherever it is there as it is; -1 if there is none. */
  int textSlot() {
    return isText && !manner.isBlankNull && !manner.isShared && slots.length > 0 ? slots[0] : -1;
  }

  /**
   * Reads the value, as {@link dev.rollcall.core.internal.row.LazyRow} keeps it.
   *
   * @param at where to keep it
   * @return which source gave it; else {@link #NOT_USUAL}, {@link #ABSENT} or {@link #DERIVED}
   */
  int read(
      ParsedElement parsed,
      long[] words,
      @Nullable Object[] values,
      int at,
      @Nullable Instant recordTime) {
    for (int source = 0; source < slots.length; source++) {
      long slice = parsed.slice(slots[source]);
      if (slice != ParsedElement.ABSENT) {
        if (type == ColumnType.INT64 && parsed.isIndex(slots[source])) {
          words[at] = Slice.from(slice);
          return source;
        }
        boolean isUsual =
            parsed.isPlainText(slots[source])
                && isRead(parsed, slots[source], words, values, at, recordTime);
        return isUsual ? source : NOT_USUAL;
      }
    }
    if (join != null && isJoined(parsed, words, join.first())) {
      words[at] = SliceJoin.WORD;
      return slots.length;
    }
    return manner.without;
  }

  /** Keeps the texts to be joined, if all of them stand in the record as they are. */
  private boolean isJoined(ParsedElement parsed, long[] words, int first) {
    for (int i = 0; i < joinedSlots.length; i++) {
      if (!parsed.isPlainText(joinedSlots[i])) {
        return false;
      }
      words[first + i] = parsed.slice(joinedSlots[i]);
    }
    return true;
  }

  private boolean isRead(
      ParsedElement parsed,
      int slot,
      long[] words,
      @Nullable Object[] values,
      int at,
      @Nullable Instant recordTime) {
    byte[] json = parsed.json();
    long slice = parsed.slice(slot);
    int kind = Slice.owners(slice);
    int from = Slice.from(slice);
    if (isText) {
      // well-formed UTF-8 has no half characters, as escapes may
      words[at] = slice;
      boolean isThere = !manner.isBlankNull || Slice.length(slice) > 0 && json[from] > ' ';
      if (manner.isShared && isThere) {
        values[at] = parsed.text(slot);
      }
      return isThere;
    }
    boolean isBoolean = kind == ParsedElement.BOOLEAN;
    if (Slice.form(slice) != Slice.ASCII || isBoolean != (type == ColumnType.BOOLEAN)) {
      return false;
    }
    int to = from + Slice.length(slice);
    switch (type) {
      case BOOLEAN:
        words[at] = json[from] == 't' ? 1 : 0;
        return true;
      case INT64:
        return isKept(DirectValues.int64(json, from, to), words, at);
      case FLOAT64:
        double number = DirectValues.float64(json, from, to);
        words[at] = Double.doubleToRawLongBits(number);
        return !Double.isNaN(number);
      case DECIMAL:
        return (kind == ParsedElement.NUMBER || manner.isDecimalText)
            && isKept(decimal(json, from, to), words, at);
      case UUID:
        values[at] = Uuids.parse(json, from, to);
        return values[at] != null;
      case TIMESTAMP, DATE:
        return times != null
            && kind == ParsedElement.STRING
            && isKept(times.direct(json, from, to, recordTime), words, at);
      default:
        return false;
    }
  }

  private static boolean isKept(long value, long[] words, int at) {
    words[at] = value;
    return value != DirectValues.NONE;
  }

  /** The digits of a number at the column's scale, if it has room for all of them. */
  private long decimal(byte[] json, int from, int to) {
    long value = DirectValues.decimal(json, from, to, scale);
    return value > -bound && value < bound ? value : DirectValues.NONE;
  }
}
