package dev.rollcall.faults.simulation.rebuild;

import java.util.Arrays;

/** Where a consumer group is, and who of it has what. */
final class ConsumerGroup {

  static final int NOBODY = -1;

  final long[] committed = new long[RebuildWorld.PARTITIONS];
  final int[] owner = new int[RebuildWorld.PARTITIONS];

  /** Counts up whenever a partition is given to somebody. */
  final int[] assignment = new int[RebuildWorld.PARTITIONS];

  ConsumerGroup() {
    Arrays.fill(owner, NOBODY);
  }

  void give(int partition, int worker) {
    owner[partition] = worker;
    assignment[partition]++;
  }

  /** Commits, unless the partition was given to somebody since, as a broker does. */
  boolean commit(int partition, int worker, int since, long position) {
    boolean isCurrent = owner[partition] == worker && assignment[partition] == since;
    if (isCurrent) {
      committed[partition] = position;
    }
    return isCurrent;
  }
}
