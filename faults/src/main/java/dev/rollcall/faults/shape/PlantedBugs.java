package dev.rollcall.faults.shape;

import dev.rollcall.faults.FaultResultBuilder;

/** Wrong uses that no guard can see and that end silently wrong: the recount must see them. */
final class PlantedBugs {

  private PlantedBugs() {}

  static void plant(String servers, long records, long seed, FaultResultBuilder result)
      throws Exception {
    try (Bench bench = new Bench(servers, records, seed)) {
      result.planted("one sourceId for a topic and the one made in its place", sameName(bench));
    }
    try (Bench bench = new Bench(servers, records, seed)) {
      result.planted("another sourceId for the same topic", otherName(bench));
    }
  }

  /** The second topic's records look like those of the first, read long ago: they are lost. */
  private static int sameName(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    bench.runUntilCaughtUp(bench.source().sourceId("planted"));
    Recount first = bench.recount();
    bench.recreate();
    bench.append(bench.records, 3 * bench.records);
    bench.runUntilCaughtUp(bench.source().sourceId("planted"));
    return bench.stores.from(first.plus(bench.recount())).lost() > 0 ? 1 : 0;
  }

  /** What was applied is applied again, as if it were of another source. */
  private static int otherName(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    bench.runUntilCaughtUp(bench.source().sourceId("planted-1"));
    bench.runUntilCaughtUp(bench.source().sourceId("planted-2"));
    Recount log = bench.recount();
    long good = log.records() - log.bad.size();
    return bench.stores.from(log).doubled() == good ? 1 : 0;
  }
}
