package dev.rollcall.faults.input;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.Rejection;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.port.VersionedRow;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.faults.input.BadInputTest.Bug;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sinks that do one thing wrong, now and then, and say nothing. */
record FaultySinks(Bug bug) implements Serializable {

  private static final int ONE_IN = 100;

  RowTarget rows(RowTarget target) {
    return new RowTarget() {
      @Override
      public String name() {
        return target.name();
      }

      @Override
      public SinkPlan plan(Schema schema) {
        return target.plan(schema);
      }

      @Override
      public RowSink open(Schema schema) {
        return spoiled(target.open(schema));
      }
    };
  }

  private RowSink spoiled(RowSink sink) {
    return new RowSink() {
      private int seen;

      @Override
      public List<Rejection> write(List<VersionedRow> rows) {
        List<VersionedRow> kept = new ArrayList<>();
        for (VersionedRow row : rows) {
          boolean now = ++seen % ONE_IN == 0;
          if (now && bug == Bug.COLUMN_EMPTIED) {
            kept.add(new VersionedRow(without("city", row.row()), row.version()));
          } else if (!now || bug != Bug.ROW_DROPPED) {
            kept.add(row);
          }
        }
        return sink.write(kept);
      }

      @Override
      public void close() {
        sink.close();
      }
    };
  }

  private static Row without(String column, Row row) {
    @Nullable Object[] values = new @Nullable Object[row.schema().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.schema().column(i).name().equals(column) ? null : row.get(i);
    }
    return Row.of(row.schema(), values);
  }

  DeadLetterTarget letters(DeadLetterTarget target) {
    return new DeadLetterTarget() {
      @Override
      public String name() {
        return target.name();
      }

      @Override
      public SinkPlan plan() {
        return target.plan();
      }

      @Override
      public DeadLetters open() {
        return spoiled(target.open());
      }
    };
  }

  private DeadLetters spoiled(DeadLetters port) {
    return new DeadLetters() {
      private int seen;

      @Override
      public void write(List<DeadLetter> letters) {
        List<DeadLetter> kept = new ArrayList<>();
        for (DeadLetter letter : letters) {
          if (++seen % ONE_IN != 0 || bug != Bug.LETTER_DROPPED) {
            kept.add(letter);
          }
        }
        port.write(kept);
      }

      @Override
      public void close() {
        port.close();
      }
    };
  }
}
