package dev.rollcall.faults.shape;

import dev.rollcall.core.pipeline.PipelineRunner;

/** The topic is deleted and made again under a reader, which must stop and count nothing of it. */
final class RecreatedUnderReader implements LogShape {

  @Override
  public String name() {
    return "topic deleted and re-created under a running reader";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    Recount first;
    try (PipelineRunner runner = bench.start(bench.stores, bench.source())) {
      runner.awaitCaughtUp();
      first = bench.recount();
      bench.recreate();
      bench.append(bench.records, 3 * bench.records);
      // a broker that takes more than 5 s to make it again lets the reader see only that it is gone
      bench.requireHalt(
          runner, "while it was read", "deleted", "start again, and it is read from its beginning");
    }
    bench.requireStored("after the halt", first);
    Recount second = bench.recount();
    bench.hit(second.records() == 2 * bench.records);
    bench.runUntilCaughtUp(bench.source());
    bench.requireStored("after a new start", first.plus(second));
  }
}
