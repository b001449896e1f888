package dev.rollcall.faults;

import dev.rollcall.faults.input.BadInputTest;
import dev.rollcall.faults.kill.BrokenServers;
import dev.rollcall.faults.kill.FrozenWorkers;
import dev.rollcall.faults.kill.KilledWorkers;
import dev.rollcall.faults.kill.SlowSink;
import dev.rollcall.faults.kill.StoppedWorkers;
import dev.rollcall.faults.secret.HiddenSecrets;
import dev.rollcall.faults.shape.LogShapes;
import dev.rollcall.faults.simulation.SimulationTest;
import dev.rollcall.faults.spark.HaltedDrivers;
import java.util.List;

/** All tests there are, in the order of their ids. */
final class FaultTests {

  private FaultTests() {}

  static List<FaultTest> all() {
    return List.of(
        new SimulationTest(),
        new KilledWorkers(),
        new FrozenWorkers(),
        new BrokenServers(BrokenServers.Store.STAND_IN),
        new BrokenServers(BrokenServers.Store.POSTGRESQL),
        new BrokenServers(BrokenServers.Store.MARIADB),
        new LogShapes(),
        new BadInputTest(),
        new SlowSink(),
        new StoppedWorkers(),
        new HaltedDrivers(),
        new HiddenSecrets());
  }
}
