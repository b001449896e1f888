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
    bench.recreate();
    bench.append(0, bench.records / 4);
    if (!isCommitted) {
      bench.forgetOffsets();
    }
    Recount left = bench.recount();
    bench.hit(
        left.ends.size() == Bench.PARTITIONS
            && left.ends.entrySet().stream()
                .allMatch(end -> end.getValue() < read.ends.getOrDefault(end.getKey(), 0L)));
    bench.requireHalt(
        bench.source().sourceId(bench.topic),
        isCommitted ? "the log was cut, or restored from an older copy" : "the aggregates hold offset",
        "sourceId");
    bench.requireStored("after the halt", read);
  }
}
