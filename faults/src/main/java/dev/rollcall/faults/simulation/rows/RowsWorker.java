package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.simulation.rows.RowsWorld.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A worker of one definition, with the real processor, on all partitions; it knows of no other. */
final class RowsWorker {

  private final RowsWorld world;
  private final CompiledPipeline definition;
  private final PipelinePorts ports;
  private final TreeMap<Integer, PartitionProcessor> processors = new TreeMap<>();
  private final long[] committed;
  private final long[] read;

  RowsWorker(RowsWorld world, CompiledPipeline definition, RowModel table) {
    this.world = world;
    this.definition = definition;
    this.ports = new PipelinePorts(definition, List.of(new Sink(world, table)), null, null);
    this.committed = new long[world.log.records.size()];
    this.read = new long[world.log.records.size()];
  }

  /** Reads some records of a partition, and flushes, crashes or goes on, as chance says. */
  void step() {
    work(world.random.nextInt(world.log.records.size()), false);
  }

  /** Works off all partitions. */
  void finish() {
    for (int partition = 0; partition < committed.length; partition++) {
      while (committed[partition] < world.log.records.get(partition).size()) {
        work(partition, true);
      }
    }
  }

  private void work(int partition, boolean last) {
    List<SourceRecord> records = world.log.records.get(partition);
    PartitionProcessor processor = processors.get(partition);
    if (processor == null) {
      processor = new PartitionProcessor(definition, ports, records.get(0).partition());
      processors.put(partition, processor);
      read[partition] = committed[partition];
    }
    long to = Math.min(records.size(), read[partition] + 1 + world.random.nextInt(4));
    for (; read[partition] < to; read[partition]++) {
      processor.process(records.get((int) read[partition]));
    }
    if (!last && world.chance(0.05)) {
      world.hit(Fault.CRASH);
      processors.clear();
      return;
    }
    if (last || world.random.nextBoolean()) {
      try {
        processor.flush();
        committed[partition] = read[partition];
      } catch (TransientException givenUp) {
        processors.remove(partition);
      }
    }
  }

  /** Writes to a table; a call may time out, and each of its rows be written, late or lost. */
  private record Sink(RowsWorld world, RowModel table) implements RowSink {
    @Override
    public RowSink.Result write(List<RowSink.VersionedRow> rows) {
      boolean timesOut = world.chance(0.15);
      List<Integer> outdated = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        RowSink.VersionedRow row = rows.get(i);
        if (isLeftOut(row)) {
          continue;
        }
        if (!timesOut || world.chance(0.3)) {
          if (!table.write(row)) {
            outdated.add(i);
          }
        } else if (world.random.nextBoolean()) {
          world.hit(Fault.LATE_WRITE);
          world.late.add(() -> writeLate(row));
        } else {
          world.hit(Fault.LOST_WRITE);
        }
      }
      if (timesOut) {
        throw new TransientException("simulated: rows timed out");
      }
      return new RowSink.Result(List.of(), outdated);
    }

    private boolean isLeftOut(RowSink.VersionedRow row) {
      return world.bug == RowsBug.DELETE_IS_FILTERED
          && row.deleted()
          && world.log.isRefused(RowModel.key(row.row()), row.version());
    }

    private void writeLate(RowSink.VersionedRow row) {
      boolean wasThere = table.rows().containsKey(RowModel.key(row.row()));
      if (!row.deleted() && table.hasNewerDelete(row)) {
        world.hit(Fault.LATE_ROW_AFTER_DELETE);
      }
      table.write(row);
      if (row.deleted() && wasThere && table.rows().containsKey(RowModel.key(row.row()))) {
        world.hit(Fault.LATE_DELETE_AFTER_NEWER_ROW);
      }
    }

    @Override
    public void requireDeletes() {}

    @Override
    public void close() {}
  }
}
