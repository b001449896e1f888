package dev.rollcall.faults.simulation;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RowSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The row sink of the simulation: newer wins; a call can time out, its rows written or not. */
final class SimulatedRows {

  final Map<String, RowSink.VersionedRow> rows = new HashMap<>();
  private final SimulatedWorld world;

  SimulatedRows(SimulatedWorld world) {
    this.world = world;
  }

  RowSink openedBy(SimulatedWorker worker) {
    return new RowSink() {
      @Override
      public List<RowSink.Rejection> write(List<RowSink.VersionedRow> batch) {
        world.point(worker);
        boolean timesOut = world.chance(0.1);
        for (RowSink.VersionedRow row : batch) {
          if (!timesOut) {
            apply(row);
          } else if (world.random.nextBoolean()) {
            world.late.add(() -> apply(row));
          }
        }
        world.point(worker);
        if (timesOut) {
          throw new TransientException("simulated: rows timed out");
        }
        return List.of();
      }

      @Override
      public void close() {}
    };
  }

  private void apply(RowSink.VersionedRow row) {
    String key = String.valueOf(row.row().getString("id"));
    RowSink.VersionedRow now = rows.get(key);
    if (now == null
        || world.bug == PlantedBug.ROWS_LAST_WRITE_WINS
        || row.version().compareTo(now.version()) >= 0) {
      rows.put(key, row);
    }
  }
}
