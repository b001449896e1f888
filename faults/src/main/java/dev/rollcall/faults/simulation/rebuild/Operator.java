package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.faults.simulation.rebuild.RebuildWorld.Fault;
import java.util.List;

/** Somebody who replays the group of the second version, and deploys what must not be. */
final class Operator {

  private Operator() {}

  /** Goes on until the run is over. */
  static void live(RebuildWorker me) {
    RebuildWorld world = me.world;
    while (true) {
      world.point(me);
      if (world.isOperated() && world.chance(0.005)) {
        world.replay();
      } else if (world.isOperated() && world.chance(0.1)) {
        makeAMistake(world);
      }
    }
  }

  /** All of these are refused where both aggregations have documents. */
  private static void makeAMistake(RebuildWorld world) {
    if (!RebuildDefinitions.AGGREGATIONS.stream().allMatch(world.store::hasDocuments)) {
      return;
    }
    if (world.store.hasBegun() && world.chance(0.5)) {
      deploy(world, RebuildDefinitions.ANOTHER_SECOND);
    } else if (!world.faults.containsKey(Fault.ENTRIES_FORGOTTEN) && world.chance(0.5)) {
      // without entries nobody knows which groups the documents have
      deploy(world, RebuildDefinitions.SECOND_OF_OTHER_GROUPS);
    } else if (!world.isRebuildEntered()) {
      deploy(world, RebuildDefinitions.SECOND_AS_A_STREAM);
    }
  }

  private static void deploy(RebuildWorld world, RebuildDefinitions mistake) {
    RebuildWorker careless = RebuildWorker.opening(world, RebuildWorld.OPERATOR, mistake);
    try {
      new PipelinePorts(mistake.compiled, List.of(), new StoreView(careless), null)
          .enterDefinition();
      if (!mistake.isStream() || !world.isRebuildEntered()) {
        world.violations.add(mistake + " was admitted");
      }
    } catch (ConfigurationException refused) {
      world.hit(Fault.MISTAKE_REFUSED);
    } catch (TransientException givenUp) {
      world.hit(Fault.GIVEN_UP);
    }
  }
}
