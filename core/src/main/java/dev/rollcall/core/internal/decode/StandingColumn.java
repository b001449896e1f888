package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.mapping.StandingDerivation;
import dev.rollcall.core.internal.row.LazyRow;
import dev.rollcall.core.internal.row.SliceJoin;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column whose derived text is left in the record ({@link StandingDerivation}) where the texts
 * that it is derived from stand there. Immutable.
 */
final class StandingColumn {

  private final int column;
  private final int[] inputs;
  private final StandingDerivation derivation;

  /** Of a text that is joined. */
  private final @Nullable SliceJoin join;

  private StandingColumn(
      int column, int[] inputs, StandingDerivation derivation, @Nullable SliceJoin join) {
    this.column = column;
    this.inputs = inputs;
    this.derivation = derivation;
    this.join = join;
  }

  /**
   * Binds a column of a type; null if it has no such derivation.
   *
   * @param word the first word of a row that is left for the parts of a text
   */
  static @Nullable StandingColumn of(RecordDefinition type, int column, int word) {
    ColumnMapping mapping = type.mappings().get(column);
    Schema schema = type.workingSchema();
    boolean isText = mapping.column().type() == ColumnType.STRING;
    if (!isText
        || !(mapping.derivation() instanceof StandingDerivation derivation)
        || schema.isKey(column)
        || isReadBefore(type, column)) {
      return null;
    }
    int[] inputs = derivation.columns().stream().mapToInt(schema::position).toArray();
    for (int input : inputs) {
      if (input >= LazyRow.MOST || schema.column(input).type() != ColumnType.STRING) {
        return null;
      }
    }
    SliceJoin join =
        derivation instanceof StandingDerivation.Joined joined
            ? new SliceJoin(joined.literals(), word)
            : null;
    return new StandingColumn(column, inputs, derivation, join);
  }

  /** Whether a function may read it to which it is still null. */
  private static boolean isReadBefore(RecordDefinition type, int column) {
    String name = type.mappings().get(column).column().name();
    for (ColumnMapping before : type.mappings().subList(0, column)) {
      List<String> reads = before.reads();
      if (before.derivation() != null && (reads == null || reads.contains(name))) {
        return true;
      }
    }
    return false;
  }

  /** Its place in the working schema. */
  int column() {
    return column;
  }

  /** Of a text that is joined. */
  @Nullable SliceJoin join() {
    return join;
  }

  /**
   * Keeps the text, if it can be left in the record.
   *
   * @param kept the columns, as bits, of which a word is the value
   */
  boolean isKept(byte[] record, long kept, long[] words) {
    for (int input : inputs) {
      if ((kept & 1L << input) == 0 || words[input] == SliceJoin.WORD) {
        return false;
      }
    }
    if (join != null) {
      for (int i = 0; i < inputs.length; i++) {
        words[join.first() + i] = words[inputs[i]];
      }
      words[column] = SliceJoin.WORD;
      return true;
    }
    words[column] = ((StandingDerivation.Part) derivation).place().of(record, words[inputs[0]]);
    return words[column] != SliceJoin.WORD;
  }
}
