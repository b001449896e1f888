package dev.rollcall.faults.log;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.visit.LogContent;

/** Wrong uses that no guard can see and that end silently wrong: the comparison must see them. */
final class PlantedBugs {

  private PlantedBugs() {}

  static void plant(String servers, long records, long seed, FaultResult result) throws Exception {
    try (LogCase log = new LogCase(servers, records, seed)) {
      result.planted("one sourceId for a topic and the one made in its place", sameName(log));
    }
    try (LogCase log = new LogCase(servers, records, seed)) {
      result.planted("another sourceId for the same topic", otherName(log));
    }
  }

  /** The second topic's records look like those of the first, read long ago: they are lost. */
  private static int sameName(LogCase log) throws Exception {
    log.create();
    log.append(0, log.records);
    log.runUntilCaughtUp(log.source().sourceId("planted"));
    LogContent first = log.read();
    log.recreate();
    log.append(log.records, 3 * log.records);
    log.runUntilCaughtUp(log.source().sourceId("planted"));
    return log.stores.compare(first.plus(log.read())).lost() > 0 ? 1 : 0;
  }

  /** What was applied is applied again, as if it were of another source. */
  private static int otherName(LogCase log) throws Exception {
    log.create();
    log.append(0, log.records);
    log.runUntilCaughtUp(log.source().sourceId("planted-1"));
    log.runUntilCaughtUp(log.source().sourceId("planted-2"));
    LogContent content = log.read();
    long good = content.records() - content.bad();
    return log.stores.compare(content).doubled() == good ? 1 : 0;
  }
}
