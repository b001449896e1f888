package dev.rollcall.faults.shape;

import dev.rollcall.core.pipeline.RunReport;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Compaction takes records out of a log that was read. Expected: aggregates count what was read
 * before; going on and reading again after it doubles nothing; a newcomer counts what is left.
 */
final class CompactedTopic implements LogShape {

  /** Beyond the 7 days of record time after which a log begins a new segment. */
  private static final long EIGHT_DAYS_S = 8 * 24 * 3_600;

  private static final long TAIL = 8;

  @Override
  public String name() {
    return "log compacted after it was read";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    bench.runUntilCaughtUp(bench.source());
    Recount before = bench.recount();
    compact(bench);
    // the log begins a segment with a record that is much newer, and only older segments are
    // compacted
    long tail = bench.records + EIGHT_DAYS_S;
    bench.append(tail, tail + TAIL);
    bench.until("gaps in every partition", () -> hasGaps(bench.recount()));

    Recount left = bench.recount();
    bench.hit(hasGaps(left));
    Recount expected =
        before.plus(Recount.of(bench.servers, bench.topic, before.ends, "read_committed"));
    bench.runUntilCaughtUp(bench.source());
    bench.requireStored("going on after compaction", expected);

    bench.forgetOffsets();
    RunReport again = bench.runUntilCaughtUp(bench.source());
    bench.require(
        again.read() == left.records(),
        "the replay read " + again.read() + " records, expected the " + left.records() + " left");
    bench.requireStored("replayed after compaction", expected);

    Stores fresh = new Stores(bench.topic + "-fresh");
    bench.runUntilCaughtUp(fresh, bench.source().group(bench.topic + "-fresh"));
    bench.requireStored("first read after compaction", fresh, left);
  }

  private static boolean hasGaps(Recount log) {
    return log.gaps.size() == Bench.PARTITIONS
        && log.gaps.values().stream().allMatch(gaps -> gaps > 0);
  }

  private static void compact(Bench bench) throws Exception {
    List<AlterConfigOp> settings =
        Stream.of(
                new ConfigEntry("cleanup.policy", "compact"),
                new ConfigEntry("min.cleanable.dirty.ratio", "0.01"),
                new ConfigEntry("min.compaction.lag.ms", "0"))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    bench
        .admin
        .incrementalAlterConfigs(
            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, bench.topic), settings))
        .all()
        .get();
  }
}
