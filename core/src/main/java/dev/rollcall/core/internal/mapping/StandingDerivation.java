package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.Row;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A derivation of text out of text, which is left where it stands in the record until somebody
 * reads it. As a function of a row it gives the same.
 */
public sealed interface StandingDerivation extends Row.Derivation {

  /** The columns that it reads, all of them texts. */
  List<String> columns();

  /** The texts of columns with a text between them; of those that are there. */
  record Joined(String between, List<String> columns) implements StandingDerivation {

    public Joined {
      columns = List.copyOf(columns);
    }

    /** The text before each column and, last, behind them. */
    public List<String> literals() {
      return Stream.of(List.of(""), Collections.nCopies(columns.size() - 1, between), List.of(""))
          .flatMap(List::stream)
          .toList();
    }

    @Override
    public @Nullable Object derive(Row row, @Nullable Instant recordTime) {
      List<String> texts = columns.stream().map(row::getString).filter(Objects::nonNull).toList();
      return texts.isEmpty() ? null : String.join(between, texts);
    }
  }

  /**
   * A part of the text of a column.
   *
   * @param place where the part stands
   * @param otherwise of texts that do not stand in the record, and where the place is not known
   */
  record Part(String column, Place place, Row.Derivation otherwise) implements StandingDerivation {

    /** Finds a part of a text in a record. */
    @FunctionalInterface
    public interface Place extends Serializable {

      /**
       * Where the part stands.
       *
       * @param slice where the text stands: a {@link dev.rollcall.core.internal.row.Slice}
       * @return the same of the part; 0 where that is not the derived text
       */
      long of(byte[] record, long slice);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public @Nullable Object derive(Row row, @Nullable Instant recordTime) {
      return otherwise.derive(row, recordTime);
    }
  }
}
