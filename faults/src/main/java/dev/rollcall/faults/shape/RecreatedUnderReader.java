package dev.rollcall.faults.shape;

import dev.rollcall.core.pipeline.PipelineRunner;
import java.util.List;

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
      bench.requireOneHaltOf(
          runner,
          List.of(
              List.of("was deleted and made again while it was read", "start again"),
              // a broker that takes more than 5 s to make it again
              List.of("it was deleted while it was read", "start again"),
              // the reader is first told that the new log, still being filled, ends before its
              // position
              List.of("the log was cut", "Nothing was skipped", "another sourceId")));
    }
    bench.requireStored("after the halt", first);
    Recount second = bench.recount();
    bench.hit(second.records() == 2 * bench.records);
    bench.runUntilCaughtUp(bench.source());
    bench.requireStored("after a new start", first.plus(second));
  }
}
