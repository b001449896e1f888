package dev.rollcall.faults.shape;

/** The topic is deleted and made again between two runs: another source, read from its start. */
final class RecreatedBetweenRuns implements LogShape {

  @Override
  public String name() {
    return "topic deleted and re-created between runs";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    bench.runUntilCaughtUp(bench.source());
    Recount first = bench.recount();
    bench.recreateUnderOffsets();
    // more than before, so that the committed offsets lie within the new log
    bench.append(bench.records, 3 * bench.records);
    Recount second = bench.recount();
    bench.hit(
        bench.offsets().size() == Bench.PARTITIONS
            && second.ends.entrySet().stream()
                .allMatch(end -> end.getValue() > first.ends.getOrDefault(end.getKey(), 0L)));
    bench.runUntilCaughtUp(bench.source());
    bench.requireStored("after both topics", first.plus(second));
  }
}
