package dev.rollcall.faults.shape;

import dev.rollcall.core.pipeline.RunReport;

/** The group's offsets are gone: everything is read again, and nothing counts twice. */
final class ForgottenOffsets implements LogShape {

  @Override
  public String name() {
    return "group offsets deleted";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    RunReport first = bench.runUntilCaughtUp(bench.source());
    bench.forgetOffsets();
    RunReport again = bench.runUntilCaughtUp(bench.source());
    bench.hit(again.read() == first.read() && first.read() == bench.records);
    bench.requireStored("after the replay", bench.recount());
  }
}
