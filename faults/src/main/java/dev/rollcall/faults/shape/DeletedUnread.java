package dev.rollcall.faults.shape;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Records are deleted before the group has read them: the committed offset is not in the log. */
final class DeletedUnread implements LogShape {

  @Override
  public String name() {
    return "committed offset before the start of the log";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.create();
    bench.append(0, bench.records);
    bench.runUntilCaughtUp(bench.source());
    Recount read = bench.recount();
    bench.append(bench.records, 2 * bench.records);
    Map<TopicPartition, RecordsToDelete> cut =
        read.ends.entrySet().stream()
            .collect(
                Collectors.toMap(
                    end -> new TopicPartition(bench.topic, end.getKey()),
                    end -> RecordsToDelete.beforeOffset(end.getValue() + 10)));
    bench.admin.deleteRecords(cut).all().get();
    Recount left = bench.recount();
    bench.hit(left.records() == bench.records - 10L * Bench.PARTITIONS);
    bench.requireHalt(
        bench.source(),
        "10 offsets were deleted before they were read",
        "Nothing was skipped",
        "rollcall replay --topic " + bench.topic);
    bench.requireStored("after the halt", read);
  }
}
