package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.GroupTable;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import java.util.ArrayList;
import java.util.List;

/**
 * What one flush of a partition adds to one aggregation: a {@link RowDelta} per document, counted
 * while the rows are processed. It keeps its own accounts, whoever its documents are written with.
 * The accounts are threadsafe, the deltas are not.
 */
final class Contribution {

  private final Aggregator aggregator;
  private final SourcePartition partition;
  private final List<RowDelta> deltas = new ArrayList<>();
  private final GroupTable<RowDelta> groups;
  private long applied;
  private long alreadyApplied;
  private long highestSeen = -1;

  /** Of no rows yet. */
  Contribution(Aggregator aggregator, SourcePartition partition) {
    this.aggregator = aggregator;
    this.partition = partition;
    this.groups =
        new GroupTable<>(
            aggregator,
            key -> {
              RowDelta delta = new RowDelta(this, key);
              deltas.add(delta);
              return delta;
            });
  }

  /** Takes the next row, in the order of offsets, to its group while it is at hand. */
  void add(BufferedRow row) {
    groups.each(row.row(), row.record().time(), row, RowDelta::add);
  }

  Aggregator aggregator() {
    return aggregator;
  }

  SourcePartition partition() {
    return partition;
  }

  /** One per document, in the order of their first rows. */
  List<RowDelta> deltas() {
    return deltas;
  }

  /** A document of this key holds so many rows by this flush, and so many it held before. */
  synchronized void stored(AggregateKey key, long rows, long before) {
    int pairs = aggregator.pairsPerRow(key);
    applied += rows * pairs;
    alreadyApplied += before * pairs;
  }

  /** A document was read that has this offset of the partition. */
  synchronized void seen(long offset) {
    highestSeen = Math.max(highestSeen, offset);
  }

  /** The highest offset of the partition in any document that was read; -1 for none. */
  synchronized long highestSeen() {
    return highestSeen;
  }

  /** The accounts as (row, window) pairs, once all documents are stored. */
  synchronized RunReport.Applied applied() {
    return new RunReport.Applied(applied, alreadyApplied, aggregator.windowsPerRow());
  }
}
