package dev.rollcall.faults.simulation;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowSink.VersionedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The row sink of the simulation: newer wins; a call can time out, its rows written or not. */
final class SimulatedRows {

  final Map<String, VersionedRow> rows = new HashMap<>();
  private final SimulatedWorld world;

  SimulatedRows(SimulatedWorld world) {
    this.world = world;
  }

  RowSink openedBy(SimulatedWorker worker) {
    return new RowSink() {
      @Override
      public RowSink.Result write(List<VersionedRow> batch) {
        world.point(worker);
        boolean timesOut = world.chance(0.1);
        for (VersionedRow row : batch) {
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
        return RowSink.Result.WRITTEN;
      }

      @Override
      public void close() {}
    };
  }

  private void apply(VersionedRow row) {
    rows.merge(
        String.valueOf(row.row().getString("id")),
        row,
        (old, fresh) ->
            world.bug == PlantedBug.ROWS_LAST_WRITE_WINS
                    || fresh.version().compareTo(old.version()) >= 0
                ? fresh
                : old);
  }
}
