package dev.rollcall.faults.shape;

/**
 * A log that is shorter than what was read of it, as one restored from an older copy is: the same
 * source by the user's own name for it.
 */
final class CutLog implements LogShape {

  private final boolean isCommitted;

  /**
   * A shape.
   *
   * @param isCommitted whether the group's offsets are still there; else only the aggregates know
   *     how far the log was read
   */
  CutLog(boolean isCommitted) {
    this.isCommitted = isCommitted;
  }

  @Override
  public String name() {
    return (isCommitted ? "committed" : "applied") + " offset beyond the end of the log";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    bench.runUntilCaughtUp(bench.source().sourceId(bench.topic));
    Recount read = bench.recount();
    if (isCommitted) {
      bench.recreateUnderOffsets();
    } else {
      bench.recreate();
    }
    bench.append(0, bench.records / 4);
    if (!isCommitted) {
      bench.forgetOffsets();
    }
    Recount left = bench.recount();
    bench.hit(
        left.ends.size() == Bench.PARTITIONS
            && (bench.offsets().size() == Bench.PARTITIONS) == isCommitted
            && left.ends.entrySet().stream()
                .allMatch(end -> end.getValue() < read.ends.getOrDefault(end.getKey(), 0L)));
    if (isCommitted) {
      bench.requireHalt(
          bench.source().sourceId(bench.topic),
          "the log was cut",
          "Nothing was skipped",
          "another sourceId");
    } else {
      bench.requireHalt(
          bench.source().sourceId(bench.topic),
          "the aggregates hold offset",
          "it was cut, restored or replaced",
          "name the source anew (sourceId)");
    }
    bench.requireStored("after the halt", read);
  }
}
