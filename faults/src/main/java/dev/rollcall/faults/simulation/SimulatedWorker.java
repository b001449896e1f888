package dev.rollcall.faults.simulation;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.simulation.SimulatedWorld.Fault;
import dev.rollcall.faults.simulation.Turns.Crash;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A worker of the simulation, with the real processors. It knows of a rebalance only what it is
 * told: until then it works on, and commits, as a zombie. It flushes where chance says, so that a
 * replay has other flushes than the run before it.
 */
final class SimulatedWorker {

  final SimulatedWorld world;
  final int id;
  final boolean last;

  /** Partitions it will find revoked, and may drain, when it looks next. */
  final Set<Integer> revoked = new TreeSet<>();

  /** Partitions it will find lost, and drop. */
  final Set<Integer> lost = new TreeSet<>();

  /** The partition it works on. */
  int working;

  private final PipelinePorts ports;
  private final TreeMap<Integer, PartitionProcessor> processors = new TreeMap<>();
  private final long[] positions = new long[SimulatedWorld.PARTITIONS];
  private final Set<Integer> finished = new HashSet<>();

  SimulatedWorker(SimulatedWorld world, int id, boolean last) {
    this.world = world;
    this.id = id;
    this.last = last;
    this.ports = SimulatedPipeline.open(this);
  }

  /** Works until it is stopped; the last worker until all partitions are done. */
  void live() {
    while (!last || finished.size() < SimulatedWorld.PARTITIONS) {
      try {
        world.point(this);
        work(world.random.nextInt(SimulatedWorld.PARTITIONS));
      } catch (Crash crash) {
        processors.clear();
        revoked.clear();
        lost.clear();
      } catch (TransientException e) {
        world.hit(Fault.GIVEN_UP);
        processors.remove(working);
        if (world.bug == PlantedBug.DRIVER_GOES_ON_AFTER_A_FAILURE) {
          processors.put(working, processor(working));
        }
      }
    }
  }

  private void work(int partition) {
    working = partition;
    if (lost.remove(partition)) {
      PartitionProcessor dropped = processors.remove(partition);
      if (dropped != null && world.bug == PlantedBug.DRIVER_FLUSHES_AND_COMMITS_ON_LOST) {
        flush(partition, dropped);
      }
      if (dropped != null && world.bug == PlantedBug.DRIVER_COMMITS_ON_LOST) {
        world.committed[partition] = positions[partition];
      }
      revoked.remove(partition);
    }
    if (revoked.remove(partition)) {
      PartitionProcessor processor = processors.remove(partition);
      if (processor != null && world.random.nextBoolean()) {
        flush(partition, processor);
      }
      return;
    }
    PartitionProcessor processor = processors.get(partition);
    if (processor == null) {
      if (world.owner[partition] == id && !finished.contains(partition)) {
        begin(partition);
      }
      return;
    }
    if (world.owner[partition] != id) {
      world.hit(Fault.ZOMBIE_STEP);
    }
    if (world.bug == PlantedBug.DRIVER_SPLITS_A_PARTITION) {
      workInTwoRanges(partition);
    } else {
      take(partition, processor);
      if (isAtEnd(partition) || world.random.nextBoolean()) {
        flush(partition, processor);
      }
    }
    if (isAtEnd(partition)) {
      finished.add(partition);
    }
  }

  private boolean isAtEnd(int partition) {
    return last && positions[partition] == world.log.get(partition).size();
  }

  private void begin(int partition) {
    long from = world.committed[partition];
    if (world.bug == PlantedBug.DRIVER_SKIPS_ONE && from > 0) {
      from++;
    }
    positions[partition] = from;
    processors.put(partition, processor(partition));
  }

  private PartitionProcessor processor(int partition) {
    return SimulatedPipeline.processor(world.bug, ports, named(partition));
  }

  private SourcePartition named(int partition) {
    return new SourcePartition(
        "log",
        world.bug == PlantedBug.DRIVER_NUMBERS_PARTITIONS_BACKWARDS
            ? SimulatedWorld.PARTITIONS - 1 - partition
            : partition);
  }

  /** The next few records. */
  private void take(int partition, PartitionProcessor processor) {
    List<SourceRecord> records = world.log.get(partition);
    long to = Math.min(records.size(), positions[partition] + 1 + world.random.nextInt(4));
    for (long at = positions[partition]; at < to; at++) {
      processor.process(read(records.get((int) at)));
    }
    positions[partition] = Math.max(to, positions[partition]);
  }

  private SourceRecord read(SourceRecord record) {
    byte[] value = record.value();
    if (world.bug == PlantedBug.DRIVER_NUMBERS_PARTITIONS_BACKWARDS) {
      return new SourceRecord(
          named(record.partition().partition()),
          record.source(),
          record.offset(),
          record.timestamp(),
          null,
          value);
    }
    if (value == null
        || world.bug != PlantedBug.RECORDS_ARE_NOT_DETERMINISTIC
        || !world.chance(0.05)) {
      return record;
    }
    String other = new String(value, StandardCharsets.UTF_8).replace("\"r\"", "\"g\"");
    return new SourceRecord(
        record.partition(),
        record.source(),
        record.offset(),
        record.timestamp(),
        null,
        other.getBytes(StandardCharsets.UTF_8));
  }

  private void flush(int partition, PartitionProcessor processor) {
    if (world.bug == PlantedBug.DRIVER_COMMITS_FIRST) {
      world.committed[partition] = positions[partition];
      world.point(this);
    }
    flush(processor);
    world.point(this);
    world.committed[partition] = positions[partition];
  }

  private void flush(PartitionProcessor processor) {
    processor
        .flush()
        .report()
        .aggregations()
        .values()
        .forEach(applied -> world.hit(Fault.REPLAYED, applied.alreadyApplied()));
  }

  /** The planted bug: the later of two ranges may be durable before the earlier one. */
  private void workInTwoRanges(int partition) {
    PartitionProcessor early = processor(partition);
    take(partition, early);
    PartitionProcessor late = processor(partition);
    take(partition, late);
    flush(late);
    flush(early);
    world.committed[partition] = positions[partition];
  }
}
