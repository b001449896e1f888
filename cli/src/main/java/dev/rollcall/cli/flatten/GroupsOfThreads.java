package dev.rollcall.cli.flatten;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.commons.io.function.IORunnable;

/**
 * Counts rows on the thread that made them, while they are at hand; nothing depends on which thread
 * that is. Threadsafe.
 */
final class GroupsOfThreads implements RowUse {

  private static final IORunnable DONE = () -> {};

  private final Supplier<Aggregation.Groups> create;

  /** Those that no thread counts in at the moment. */
  private final Queue<Aggregation.Groups> idle = new ConcurrentLinkedQueue<>();

  GroupsOfThreads(Supplier<Aggregation.Groups> create) {
    this.create = create;
    idle.add(create.get());
  }

  @Override
  public IORunnable prepared(List<Row> rows, Instant recordTime) {
    Aggregation.Groups known = idle.poll();
    Aggregation.Groups groups = known == null ? create.get() : known;
    for (Row row : rows) {
      groups.add(row, recordTime);
    }
    idle.add(groups);
    return DONE;
  }

  /** All that was counted, once, when no thread counts any more. */
  Aggregation.Groups all() {
    Aggregation.Groups all = idle.remove();
    idle.forEach(all::merge);
    return all;
  }
}
