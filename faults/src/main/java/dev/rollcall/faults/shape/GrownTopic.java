package dev.rollcall.faults.shape;

import dev.rollcall.core.pipeline.PipelineRunner;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;

/** 4 partitions become 8 under a running reader, which must read the new ones from the start. */
final class GrownTopic implements LogShape {

  private static final int GROWN = 8;

  @Override
  public String name() {
    return "partitions grown from 4 to 8 while running";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    try (PipelineRunner runner =
        bench.start(bench.stores, bench.source().property("metadata.max.age.ms", "500"))) {
      runner.awaitCaughtUp();
      bench
          .admin
          .createPartitions(Map.of(bench.topic, NewPartitions.increaseTo(GROWN)))
          .all()
          .get();
      bench.append(bench.records, 2 * bench.records, GROWN);
      bench.until("8 partitions", () -> runner.status().partitions().size() == GROWN);
      runner.awaitCaughtUp();
    }
    Recount log = bench.recount();
    bench.hit(log.recordsByPartition.size() == GROWN);
    bench.requireStored("after the growth", log);
  }
}
