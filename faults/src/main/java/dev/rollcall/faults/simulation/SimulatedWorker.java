package dev.rollcall.faults.simulation;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.engine.MergeQueue;
import dev.rollcall.core.internal.process.Flush;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.process.SealedBuffer;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.simulation.SimulatedWorld.Fault;
import dev.rollcall.faults.simulation.Turns.Crash;
import dev.rollcall.faults.simulation.Turns.Stop;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A worker of the simulation, with the real processors. It knows of a rebalance only what it is
 * told: until then it works on, and commits, as a zombie. It flushes where chance says, so that a
 * replay has other flushes than the run before it, and most of the time goes on reading while a
 * flush of a partition is under way on another thread, merged together with others by the real
 * queue. A crash hits all its threads.
 */
final class SimulatedWorker {

  final SimulatedWorld world;
  final int id;
  final boolean last;

  /** Partitions it will find revoked, and may drain, when it looks next. */
  final Set<Integer> revoked = new TreeSet<>();

  /** Partitions it will find lost, and drop. */
  final Set<Integer> lost = new TreeSet<>();

  private final PipelinePorts ports;
  private final TreeMap<Integer, Reading> readings = new TreeMap<>();
  private final Set<Integer> finished = new HashSet<>();

  /** How often it has crashed, as each thread knows, that which reads first. */
  private final int[] crashesKnown = new int[1 + SimulatedWorld.WRITERS];

  private int crashes;

  /** The partition that is read. */
  private int working;

  /** Its own one since it has crashed last. */
  private MergeQueue merges;

  /** What the last merge has failed of, and others are told too. */
  private @Nullable Throwable told;

  /** A partition that is read. */
  private static final class Reading {
    final int partition;
    PartitionProcessor processor;

    /** The next offset to read. */
    long position;

    /** Where the last buffer ended that was sealed. */
    long sealed;

    /** Where the last one ended that is durable and committed. */
    long durable;

    /** Flushes that are under way. */
    int flushing;

    /** Of these, the one that is merged together with others. */
    @Nullable UnderWay underWay;

    boolean leaving;

    Reading(int partition, PartitionProcessor processor, long from) {
      this.partition = partition;
      this.processor = processor;
      this.position = from;
      this.sealed = from;
      this.durable = from;
    }
  }

  SimulatedWorker(SimulatedWorld world, int id, boolean last) {
    this.world = world;
    this.id = id;
    this.last = last;
    this.ports = SimulatedPipeline.open(this);
    this.merges = SimulatedPipeline.merges(world.bug, ports);
  }

  /** Works until it is stopped; the last worker until all partitions are done. */
  void live() {
    while (!last || finished.size() < SimulatedWorld.PARTITIONS) {
      try {
        world.point(this);
        work(world.random.nextInt(SimulatedWorld.PARTITIONS));
      } catch (Crash crash) {
        crashed();
      } catch (TransientException e) {
        Reading reading = readings.get(working);
        if (reading != null) {
          failed(reading);
        }
      }
    }
  }

  /** Ends a thread that goes on after another one has crashed. */
  void requireAlive() {
    if (crashesKnown[world.thread()] != crashes) {
      throw new Crash();
    }
  }

  private void crashed() {
    if (crashesKnown[world.thread()] == crashes) {
      crashes++;
      merges = SimulatedPipeline.merges(world.bug, ports);
      readings.clear();
      revoked.clear();
      lost.clear();
    }
    crashesKnown[world.thread()] = crashes;
  }

  private void failed(Reading reading) {
    world.hit(Fault.GIVEN_UP);
    if (reading.position > reading.sealed) {
      world.hit(Fault.OPEN_BUFFER_DISCARDED);
    }
    if (world.bug == PlantedBug.DRIVER_GOES_ON_AFTER_A_FAILURE) {
      reading.processor = processor(reading.partition);
      reading.sealed = reading.position;
    } else {
      readings.remove(reading.partition);
    }
  }

  private void work(int partition) {
    working = partition;
    Reading reading = readings.get(partition);
    if (lost.remove(partition)) {
      if (reading != null) {
        lose(reading);
      }
      readings.remove(partition);
      revoked.remove(partition);
      reading = null;
    }
    if (revoked.remove(partition)) {
      if (reading != null) {
        letGo(reading);
      }
      readings.remove(partition);
      return;
    }
    if (reading == null) {
      if (world.owner[partition] == id && !finished.contains(partition)) {
        begin(partition);
      }
      return;
    }
    if (world.owner[partition] != id) {
      world.hit(Fault.ZOMBIE_STEP);
    }
    if (world.bug == PlantedBug.DRIVER_SPLITS_A_PARTITION) {
      workInTwoRanges(reading);
    } else {
      take(reading, reading.processor);
      if (isReadToTheEnd(reading) || world.random.nextBoolean()) {
        flush(reading);
      }
    }
    if (isReadToTheEnd(reading) && reading.durable == reading.position) {
      finished.add(partition);
    }
  }

  private boolean isReadToTheEnd(Reading reading) {
    return last && reading.position == world.log.get(reading.partition).size();
  }

  private void begin(int partition) {
    long from = world.committed[partition];
    if (world.bug == PlantedBug.DRIVER_SKIPS_ONE && from > 0) {
      from++;
    }
    readings.put(partition, new Reading(partition, processor(partition), from));
  }

  /** It is dropped, and a flush that is under way becomes a zombie. */
  private void lose(Reading reading) {
    leave(reading);
    if (world.bug == PlantedBug.DRIVER_FLUSHES_AND_COMMITS_ON_LOST) {
      drain(reading);
    }
    if (world.bug == PlantedBug.DRIVER_COMMITS_ON_LOST) {
      world.committed[reading.partition] = reading.position;
    }
  }

  /** In time or not. */
  private void letGo(Reading reading) {
    leave(reading);
    if (world.random.nextBoolean()) {
      drain(reading);
    } else if (world.bug == PlantedBug.DRIVER_COMMITS_AT_THE_DEADLINE) {
      world.committed[reading.partition] = reading.sealed;
    }
  }

  private void leave(Reading reading) {
    if (reading.flushing > 0) {
      world.hit(Fault.LEFT_DURING_FLUSH);
    }
    reading.leaving = true;
    if (reading.underWay != null) {
      world.hit(Fault.LEFT_DURING_MERGE);
      merges.hurry(reading.underWay);
    }
  }

  /** The flush under way first, then the open buffer. */
  private void drain(Reading reading) {
    while (reading.flushing > 0) {
      world.point(this);
    }
    if (isCurrent(reading)) {
      flushHere(reading);
    }
  }

  /** It has not been dropped since, nor has one of its flushes failed. */
  private boolean isCurrent(Reading reading) {
    return readings.get(reading.partition) == reading;
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
  private void take(Reading reading, PartitionProcessor processor) {
    List<SourceRecord> records = world.log.get(reading.partition);
    long to = Math.min(records.size(), reading.position + 1 + world.random.nextInt(4));
    for (long at = reading.position; at < to; at++) {
      processor.process(read(records.get((int) at)));
    }
    if (reading.flushing > 0 && to > reading.position) {
      world.hit(Fault.READ_DURING_FLUSH);
    }
    reading.position = Math.max(to, reading.position);
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

  /** On a thread of its own, as the engine in the JVM does, or here, as Spark does. */
  private void flush(Reading reading) {
    boolean isPossible =
        reading.flushing == 0 || world.bug == PlantedBug.DRIVER_FLUSHES_TWO_BUFFERS_AT_A_TIME;
    if (!isPossible || reading.position == reading.sealed) {
      return;
    }
    int writer = world.idleWriter(this);
    if (writer > 0 && world.chance(0.8)) {
      flushAside(reading, writer);
    } else if (reading.flushing == 0) {
      flushHere(reading);
    }
  }

  private void flushHere(Reading reading) {
    if (reading.position > reading.sealed) {
      PartitionProcessor processor = reading.processor;
      flush(reading, processor, seal(reading));
    }
  }

  private void flushAside(Reading reading, int writer) {
    PartitionProcessor processor = reading.processor;
    SealedBuffer sealed = seal(reading);
    reading.flushing++;
    crashesKnown[writer] = crashes;
    world.begin(
        this,
        writer,
        () -> {
          // if it is stopped or crashes, nothing follows
          try {
            requireAlive();
            commitFirst(reading);
            UnderWay flush = new UnderWay(reading, processor, processor.begin(sealed));
            reading.underWay = flush;
            if (world.bug == PlantedBug.DRIVER_COMMITS_WHAT_WAITS) {
              world.committed[reading.partition] = flush.end;
            }
            merges.add(flush);
          } catch (Crash crash) {
            crashed();
          } catch (TransientException e) {
            reading.flushing--;
            if (isCurrent(reading)) {
              failed(reading);
            }
          }
        });
  }

  /** A flush that is merged together with others. */
  private final class UnderWay implements MergeQueue.Waiting {
    private final Reading reading;
    private final PartitionProcessor processor;
    private final Flush flush;

    /** Where its buffer ends. */
    private final long end;

    /** How often the worker had crashed when it began. */
    private final int crashesBefore = crashes;

    UnderWay(Reading reading, PartitionProcessor processor, Flush flush) {
      this.reading = reading;
      this.processor = processor;
      this.flush = flush;
      this.end = reading.sealed;
    }

    @Override
    public Flush flush() {
      return flush;
    }

    @Override
    public boolean isLeaving() {
      return reading.leaving;
    }

    @Override
    public boolean isDropped() {
      return crashesBefore != crashes || !isCurrent(reading);
    }

    @Override
    public void merged(@Nullable Throwable failure) {
      if (crashesBefore != crashes) {
        crashesKnown[world.thread()] = crashes;
        return;
      }
      if (failure instanceof Stop) {
        // nothing follows: each thread is stopped at its next point
        return;
      }
      reading.flushing--;
      reading.underWay = null;
      try {
        if (failure == null) {
          end();
        } else if (failure instanceof Crash) {
          crashed();
        } else if (failure instanceof TransientException) {
          fail(failure);
        } else {
          world.violations.add("merge failed: " + failure);
        }
      } catch (Crash crash) {
        crashed();
      } catch (Stop stop) {
        // as above
      }
    }

    private void end() {
      if (isCurrent(reading)) {
        FlushResult flushed = replayed(processor.end(flush));
        world.point(SimulatedWorker.this);
        commit(reading, flushed);
      }
    }

    private void fail(Throwable failure) {
      boolean isToldOthers = failure == told;
      told = failure;
      world.hit(Fault.FAILED_TOGETHER, isToldOthers ? 1 : 0);
      if (!isCurrent(reading)) {
        return;
      }
      if (isToldOthers && world.bug == PlantedBug.DRIVER_TELLS_ONE_OF_A_FAILED_MERGE) {
        reading.durable = end;
        world.committed[reading.partition] = end;
      } else {
        failed(reading);
      }
    }
  }

  private SealedBuffer seal(Reading reading) {
    SealedBuffer sealed = reading.processor.seal();
    reading.sealed = reading.position;
    if (world.bug == PlantedBug.DRIVER_FLUSHES_TWO_BUFFERS_AT_A_TIME) {
      // one processor would refuse a second flush at a time
      reading.processor = processor(reading.partition);
    }
    return sealed;
  }

  /** By itself, as Spark does. */
  private void flush(Reading reading, PartitionProcessor processor, SealedBuffer sealed) {
    commitFirst(reading);
    FlushResult flushed = replayed(processor.flush(sealed));
    world.point(this);
    commit(reading, flushed);
  }

  private void commitFirst(Reading reading) {
    if (world.bug == PlantedBug.DRIVER_COMMITS_FIRST) {
      world.committed[reading.partition] = reading.position;
      world.point(this);
    }
  }

  private void commit(Reading reading, FlushResult flushed) {
    if (isCurrent(reading)) {
      reading.durable =
          world.bug == PlantedBug.DRIVER_READS_THE_OFFSET_AFTER_THE_FLUSH
              ? reading.position
              : flushed.nextOffset();
      world.committed[reading.partition] = reading.durable;
    }
  }

  private FlushResult replayed(FlushResult flushed) {
    flushed
        .report()
        .aggregations()
        .values()
        .forEach(applied -> world.hit(Fault.REPLAYED, applied.alreadyApplied()));
    return flushed;
  }

  /** The planted bug: the later of two ranges may be durable before the earlier one. */
  private void workInTwoRanges(Reading reading) {
    PartitionProcessor early = processor(reading.partition);
    take(reading, early);
    PartitionProcessor late = processor(reading.partition);
    take(reading, late);
    replayed(late.flush(late.seal()));
    replayed(early.flush(early.seal()));
    reading.durable = reading.position;
    world.committed[reading.partition] = reading.position;
  }
}
