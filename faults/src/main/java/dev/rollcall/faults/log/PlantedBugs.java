package dev.rollcall.faults.log;

import dev.rollcall.faults.visit.LogContent;
import java.util.List;

/** Wrong uses that no guard can see and that end silently wrong: the comparison must see them. */
final class PlantedBugs {

  private PlantedBugs() {}

  static List<LogShape> shapes() {
    return List.of(
        new LogShape(
            "one sourceId for a topic and the one made in its place", PlantedBugs::sameName),
        new LogShape("another sourceId for the same topic", PlantedBugs::otherName));
  }

  /** The second topic's records look like those of the first, read long ago: they are lost. */
  private static void sameName(LogCase log) throws Exception {
    log.begin();
    log.run(log.source().sourceId("planted"));
    LogContent first = log.read();
    log.recreate();
    log.append(log.records, 3 * log.records);
    log.run(log.source().sourceId("planted"));
    log.hit(log.stores.compare(first.plus(log.read())).lost() > 0);
  }

  /** What was applied is applied again, as if it were of another source. */
  private static void otherName(LogCase log) throws Exception {
    log.begin();
    log.run(log.source().sourceId("planted-1"));
    log.run(log.source().sourceId("planted-2"));
    LogContent content = log.read();
    long good = content.records() - content.bad();
    log.hit(log.stores.compare(content).doubled() == good);
  }
}
