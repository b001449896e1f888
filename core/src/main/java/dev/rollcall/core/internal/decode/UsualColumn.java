package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.row.LazyRow;
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

  private final ColumnType type;
  private final int scale;

  /** What a DECIMAL without its point is below. */
  private final long bound;

  /** The slot of each source, up to the first that joins texts. */
  private final int[] slots;

  /** Whether a blank text is no value. */
  private final boolean isBlankNull;

  private final @Nullable TimeReader times;

  /**
   * Creates the reader of a column whose values need nothing but their conversion.
   *
   * @param times of a column of times
   */
  UsualColumn(Column column, int[] slots, boolean isBlankNull, @Nullable TimeReader times) {
    this.type = column.type();
    this.scale = column.scale();
    this.bound = DirectValues.powerOfTen(column.precision());
    this.slots = slots;
    this.isBlankNull = isBlankNull;
    this.times = times;
  }

  /**
   * Reads the value, as {@link LazyRow} keeps it.
   *
   * @param at where to keep it
   * @return which source gave it; {@link #NOT_USUAL} if it was left
   */
  int read(
      ParsedElement parsed,
      long[] words,
      @Nullable Object[] values,
      int at,
      @Nullable Instant recordTime) {
    for (int source = 0; source < slots.length; source++) {
      int slot = slots[source];
      byte kind = parsed.kind(slot);
      if (kind != ParsedElement.ABSENT) {
        return parsed.isInRecord(slot, kind)
                && isRead(parsed, slot, kind, words, values, at, recordTime)
            ? source
            : NOT_USUAL;
      }
    }
    return NOT_USUAL;
  }

  private boolean isRead(
      ParsedElement parsed,
      int slot,
      byte kind,
      long[] words,
      @Nullable Object[] values,
      int at,
      @Nullable Instant recordTime) {
    byte form = parsed.form(slot);
    byte[] json = parsed.json();
    int from = parsed.from(slot);
    int to = parsed.to(slot);
    boolean isAscii = form == ParsedElement.ASCII_TEXT;
    if (type == ColumnType.STRING || type == ColumnType.JSON) {
      // well-formed UTF-8 has no half characters, escapes may
      if (form == ParsedElement.ESCAPED || isBlankNull && !beginsWithLetter(json, from, to)) {
        return false;
      }
      words[at] = LazyRow.text(from, to, isAscii);
      return true;
    }
    if (!isAscii || kind == ParsedElement.BOOLEAN != (type == ColumnType.BOOLEAN)) {
      return false;
    }
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
        return kind == ParsedElement.NUMBER && isKept(decimal(json, from, to), words, at);
      case UUID:
        values[at] = DirectValues.uuid(json, from, to);
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

  /** Whether a text begins with a sign of ASCII that is no space, as nearly all do. */
  private static boolean beginsWithLetter(byte[] json, int from, int to) {
    return from < to && json[from] > ' ';
  }
}
