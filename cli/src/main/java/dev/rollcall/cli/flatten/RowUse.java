package dev.rollcall.cli.flatten;

import dev.rollcall.core.record.Row;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.commons.io.function.IORunnable;

/** What a command makes of rows. */
@FunctionalInterface
interface RowUse {

  /**
   * Prepares rows that follow each other, on any thread, several at once too. The action does the
   * rest; actions are run one at a time, in the order of rows.
   */
  IORunnable prepared(List<Row> rows, Instant recordTime) throws IOException;
}
