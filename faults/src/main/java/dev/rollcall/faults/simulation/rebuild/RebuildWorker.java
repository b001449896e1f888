package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.simulation.Turns.Crash;
import dev.rollcall.faults.simulation.rebuild.RebuildWorld.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A worker of one definition, with the real processors, that is started again when it has ended. It
 * knows of a rebalance only what it is told: until then it works on as a zombie, whose commits are
 * refused.
 */
final class RebuildWorker {

  private static final String NOT_AT_FIRST = "first offset";

  final RebuildWorld world;
  final int id;

  /** Partitions it will find revoked, and may drain, when it looks next. */
  final Set<Integer> revoked = new TreeSet<>();

  /** Partitions it will find lost, and drop. */
  final Set<Integer> lost = new TreeSet<>();

  private final RebuildDefinitions definition;
  private final TreeMap<Integer, Reading> readings = new TreeMap<>();
  private final Set<Integer> finished = new HashSet<>();
  private @Nullable PipelinePorts ports;
  private boolean opening;

  /** A partition that is read; the assignment by which it is. */
  private static final class Reading {
    final int assignment;
    PartitionProcessor processor;
    long committed;
    long position;

    Reading(int assignment, PartitionProcessor processor, long from) {
      this.assignment = assignment;
      this.processor = processor;
      this.committed = from;
      this.position = from;
    }
  }

  RebuildWorker(RebuildWorld world, int id, RebuildDefinitions definition) {
    this.world = world;
    this.id = id;
    this.definition = definition;
  }

  /** One that opens its ports, and then has nothing to do. */
  static RebuildWorker opening(RebuildWorld world, int id, RebuildDefinitions definition) {
    RebuildWorker worker = new RebuildWorker(world, id, definition);
    worker.opening = true;
    return worker;
  }

  RebuildDefinitions definition() {
    return definition;
  }

  int version() {
    return definition.version;
  }

  boolean isOpening() {
    return opening;
  }

  boolean isOpen() {
    return ports != null;
  }

  private boolean isLast() {
    return id == RebuildWorld.LAST;
  }

  /** Works until it is stopped; the last worker until all partitions are done. */
  void live() {
    while (!isLast() || finished.size() < RebuildWorld.PARTITIONS) {
      try {
        world.point(this);
        turn();
      } catch (Crash crash) {
        end();
      } catch (TransientException e) {
        world.hit(Fault.GIVEN_UP);
        end();
      }
    }
  }

  private void turn() {
    if (ports == null) {
      if (isLast() || world.mayStart(this)) {
        open();
      }
      return;
    }
    int partition = world.random.nextInt(RebuildWorld.PARTITIONS);
    try {
      work(ports, partition);
    } catch (ConfigurationException halted) {
      if (version() == 2) {
        world.violations.add("version 2 halted at a document: " + halted.getMessage());
      }
      world.hit(Fault.LOWER_HALTED_AT_DOCUMENT);
      end();
    }
  }

  private void end() {
    readings.clear();
    revoked.clear();
    lost.clear();
    ports = null;
    opening = false;
  }

  private void open() {
    boolean wasBegun = world.store.hasBegun();
    boolean wasEntered = world.isRebuildEntered();
    opening = true;
    try {
      PipelinePorts opened =
          new PipelinePorts(definition.compiled, List.of(), new StoreView(this), null);
      opened.enterDefinition();
      ports = opened;
      if (version() == 1 && wasBegun) {
        world.violations.add("the first version was admitted after a rebuild had begun");
      } else if (version() == 1 && wasEntered) {
        world.hit(Fault.LOWER_CAME_BACK);
      }
    } catch (ConfigurationException refused) {
      if (version() == 2) {
        world.violations.add("the rebuild was refused: " + refused.getMessage());
      } else if (!world.store.hasBegun()) {
        world.violations.add("a rebuild that has not begun keeps out: " + refused.getMessage());
      }
      world.hit(Fault.LOWER_REFUSED);
    } finally {
      opening = false;
    }
  }

  private void work(PipelinePorts open, int partition) {
    if (lost.remove(partition)) {
      readings.remove(partition);
      revoked.remove(partition);
    }
    Reading reading = readings.get(partition);
    if (revoked.remove(partition)) {
      readings.remove(partition);
      if (reading != null && world.random.nextBoolean()) {
        flush(partition, reading);
      }
      world.letGo(this, partition);
      return;
    }
    if (reading == null) {
      if (world.owns(this, partition) && !finished.contains(partition)) {
        begin(open, partition);
      }
      return;
    }
    if (!world.owns(this, partition)) {
      world.hit(Fault.ZOMBIE_STEP);
    }
    take(partition, reading);
    if (isAtEnd(partition, reading) || world.random.nextBoolean()) {
      flush(partition, reading);
    }
    if (isAtEnd(partition, reading)) {
      finished.add(partition);
    }
  }

  private boolean isAtEnd(int partition, Reading reading) {
    return isLast() && reading.committed == world.log.records.get(partition).size();
  }

  private static SourcePartition partition(int number) {
    return new SourcePartition("log", number);
  }

  private void begin(PipelinePorts open, int number) {
    int assignment = world.assignment(this, number);
    long from = world.committed(this, number);
    boolean wasBegun = world.begun.contains(number);
    world.sleepWhenAssigned(this);
    boolean asks = version() == 2 || world.bug != RebuildBug.LOWER_DOES_NOT_ASK_WHEN_ASSIGNED;
    boolean isAtStart = from == 0 || world.bug == RebuildBug.REBUILD_BEGINS_ANYWHERE;
    try {
      if (asks) {
        open.definitions().begin(List.of(partition(number)), each -> isAtStart);
      }
    } catch (ConfigurationException halted) {
      halted(String.valueOf(halted.getMessage()), number, wasBegun);
      end();
      return;
    }
    if (version() == 2) {
      world.begun.add(number);
      if (from > 0) {
        world.hit(Fault.REBUILD_WENT_ON);
      }
    }
    readings.put(number, new Reading(assignment, processor(open, number), from));
  }

  private void halted(String message, int number, boolean wasBegun) {
    if (version() == 1) {
      world.hit(Fault.LOWER_HALTED_WHEN_ASSIGNED);
      return;
    }
    if (!message.contains(NOT_AT_FIRST)) {
      world.hit(Fault.SLEEPER_HALTED);
      return;
    }
    world.hit(Fault.REBUILD_REFUSED);
    if (wasBegun) {
      world.violations.add("a rebuild may not go on with partition " + number);
    }
    if (isLast()) {
      world.replay(this, number);
    }
  }

  private PartitionProcessor processor(PipelinePorts open, int number) {
    return new PartitionProcessor(
        definition.compiled, open, partition(number), RebuildDefinitions.AT_ONCE);
  }

  /** The next few records. */
  private void take(int partition, Reading reading) {
    List<SourceRecord> records = world.log.records.get(partition);
    long to = Math.min(records.size(), reading.position + 1 + world.random.nextInt(4));
    for (long at = reading.position; at < to; at++) {
      reading.processor.process(records.get((int) at));
    }
    reading.position = Math.max(to, reading.position);
  }

  /** After a failure the partition is read again from where this worker has committed. */
  private void flush(int number, Reading reading) {
    PipelinePorts open = ports;
    try {
      reading.processor.flush();
    } catch (TransientException e) {
      world.hit(Fault.GIVEN_UP);
      if (open != null) {
        reading.processor = processor(open, number);
        reading.position = reading.committed;
      }
      return;
    }
    world.point(this);
    if (world.commit(this, number, reading.assignment, reading.position)) {
      reading.committed = reading.position;
    }
  }
}
