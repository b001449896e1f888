package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.internal.process.OnlyElement;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.simulation.Turns;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A worker with the real processors, on all partitions, whoever else works on them. */
final class PartsWorker {

  private static final RetryPolicy AT_ONCE = new RetryPolicy(20, Duration.ZERO, Duration.ZERO);
  private static final MergeWaits WAITS = new MergeWaits(AT_ONCE, AT_ONCE);

  private final PartsWorld world;
  private final PipelinePorts ports;
  private final TreeMap<Integer, PartitionProcessor> processors = new TreeMap<>();
  private final int[] read = new int[ShopLog.PARTITIONS];

  PartsWorker(PartsWorld world) {
    this.world = world;
    this.ports = new ShopPorts(world).open();
  }

  /** Reads some records of a partition, and flushes, crashes or goes on, as chance says. */
  void step() {
    work(world.random.nextInt(ShopLog.PARTITIONS), false);
  }

  /** Works off what is not committed. */
  void finish() {
    processors.clear();
    for (int partition = 0; partition < ShopLog.PARTITIONS; partition++) {
      while (world.committed[partition] < world.log.records.get(partition).size()) {
        work(partition, true);
      }
    }
  }

  private void work(int partition, boolean mustFlush) {
    try {
      PartitionProcessor processor = processors.get(partition);
      if (processor == null) {
        processor = begin(partition);
      }
      take(partition, processor, mustFlush);
      if (mustFlush || world.random.nextBoolean()) {
        world.account(processor.flush().report());
        world.committed[partition] = read[partition];
      }
    } catch (Turns.Crash crash) {
      processors.clear();
    } catch (TransientException givenUp) {
      processors.remove(partition);
    }
  }

  private PartitionProcessor begin(int partition) {
    List<SourceRecord> records = world.log.records.get(partition);
    PartitionProcessor processor =
        new PartitionProcessor(ShopDefinition.COMPILED, ports, records.get(0).partition(), WAITS);
    processors.put(partition, processor);
    read[partition] = world.committed[partition];
    return processor;
  }

  /** The next few records. */
  private void take(int partition, PartitionProcessor processor, boolean mustFlush) {
    List<SourceRecord> records = world.log.records.get(partition);
    int to =
        Math.min(records.size(), read[partition] + 1 + world.random.nextInt(mustFlush ? 12 : 4));
    for (; read[partition] < to; read[partition]++) {
      processor.process(read(records.get(read[partition])));
    }
  }

  private SourceRecord read(SourceRecord record) {
    OnlyElement only = OnlyElement.of(record.headers());
    if (only == null) {
      return record;
    }
    String branch =
        switch (world.bug) {
          case LINE_SENT_AGAIN_HAS_A_NEW_VERSION -> ShopDefinition.LINES;
          case ORDER_SENT_AGAIN_HAS_A_NEW_VERSION -> ShopDefinition.ORDERS;
          default -> "";
        };
    if (only.branch().equals(branch)) {
      return with(
          record, new OnlyElement(only.definition(), record.offset(), only.ordinal(), branch));
    }
    return world.bug == PartsBug.REDRIVE_GOES_TO_ALL_BRANCHES ? with(record, null) : record;
  }

  private static SourceRecord with(SourceRecord record, @Nullable OnlyElement only) {
    return new SourceRecord(
        record.partition(),
        record.source(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.attempt(),
        only == null
            ? List.of()
            : List.of(new SourceRecord.Header(OnlyElement.HEADER, only.value())));
  }
}
