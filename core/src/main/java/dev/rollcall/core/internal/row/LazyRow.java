package dev.rollcall.core.internal.row;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Utf8Sink;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row that keeps most values as a {@code long} each: a number, a time, or the {@link Slice} of a
 * text. The objects are made when somebody asks for them, and texts kept then, so what nobody reads
 * costs nothing. All has been checked before: making a value cannot fail.
 *
 * <p>Holds on to the bytes of its record.
 */
public final class LazyRow extends ComparableRow implements StandingTexts {

  /** So many columns have room; those behind them are objects. */
  public static final int MOST = Long.SIZE;

  /** What all rows of a type have in common. Immutable. */
  public static final class Layout {
    private final Schema schema;
    private final int[] places;
    private final ColumnType[] types;
    private final int[] scales;
    private final @Nullable SliceJoin[] joins;

    /**
     * Lays rows out.
     *
     * @param places for each column of the schema, where its value is kept
     * @param joins by place, how a text is put together whose word is {@link SliceJoin#WORD}
     */
    public Layout(Schema schema, int[] places, @Nullable SliceJoin[] joins) {
      this.schema = schema;
      this.places = places.clone();
      this.joins = joins.clone();
      this.types = schema.columns().stream().map(Column::type).toArray(ColumnType[]::new);
      this.scales = schema.columns().stream().mapToInt(Column::scale).toArray();
    }
  }

  private final Layout layout;
  private final byte[] record;
  private final long kept;
  private final long[] words;
  private final @Nullable Object[] values;

  /**
   * Creates a row; the arrays become its own.
   *
   * @param record in which texts stand
   * @param kept the places, as bits, of which a word is the value
   * @param words one for each place, and behind them those of the texts that others join
   * @param values objects, and null where a word is the value or there is none
   */
  public LazyRow(Layout layout, byte[] record, long kept, long[] words, @Nullable Object[] values) {
    this.layout = layout;
    this.record = record;
    this.kept = kept;
    this.words = words;
    this.values = values;
  }

  @Override
  public Schema schema() {
    return layout.schema;
  }

  @Override
  public @Nullable Object get(int position) {
    int place = layout.places[position];
    Object value = values[place];
    return value == null && isKept(place) ? made(position, place) : value;
  }

  /** Whether a word is the value at this place. */
  private boolean isKept(int place) {
    return place < MOST && (kept & 1L << place) != 0;
  }

  private Object made(int position, int place) {
    long word = words[place];
    return switch (layout.types[position]) {
      case STRING, JSON -> {
        // several threads may make it at once; they make the same
        String text =
            word == SliceJoin.WORD ? joined(place).text(record, words) : Slice.text(record, word);
        values[place] = text;
        yield text;
      }
      case INT64 -> word;
      case FLOAT64 -> Double.longBitsToDouble(word);
      case DECIMAL -> BigDecimal.valueOf(word, layout.scales[position]);
      case BOOLEAN -> word != 0;
      case TIMESTAMP -> Instant.ofEpochMilli(word);
      case DATE -> LocalDate.ofEpochDay(word);
      case UUID, BYTES -> throw new IllegalStateException("kept as objects");
    };
  }

  private SliceJoin joined(int place) {
    return Objects.requireNonNull(layout.joins[place]);
  }

  @Override
  public byte[] record() {
    return record;
  }

  @Override
  public long ascii(int position) {
    int place = layout.places[position];
    boolean isText = layout.types[position] == ColumnType.STRING && isKept(place);
    return isText && Slice.form(words[place]) == Slice.ASCII ? words[place] : 0;
  }

  @Override
  public boolean isNull(int position) {
    int place = layout.places[position];
    return values[place] == null && !isKept(place);
  }

  @Override
  public long getLong(int position) {
    int place = layout.places[position];
    return layout.types[position] == ColumnType.INT64 && isKept(place)
        ? words[place]
        : super.getLong(position);
  }

  @Override
  public double getDouble(int position) {
    int place = layout.places[position];
    return layout.types[position] == ColumnType.FLOAT64 && isKept(place)
        ? Double.longBitsToDouble(words[place])
        : super.getDouble(position);
  }

  @Override
  public boolean passUtf8(int position, Utf8Sink to) {
    int place = layout.places[position];
    ColumnType type = layout.types[position];
    boolean isText = type == ColumnType.STRING || type == ColumnType.JSON;
    if (!isText || values[place] != null || !isKept(place)) {
      return false;
    }
    if (words[place] == SliceJoin.WORD) {
      byte[] text = joined(place).bytes(record, words);
      to.text(text, 0, text.length);
    } else {
      to.text(record, Slice.from(words[place]), Slice.length(words[place]));
    }
    return true;
  }
}
