package dev.rollcall.faults.kill.fleet;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group has committed, as the broker knows it. Threadsafe. */
public final class GroupProgress implements AutoCloseable {

  private final Admin admin;
  private final String topic;
  private final String group;
  private final int partitions;

  GroupProgress(String bootstrapServers, String topic, String group, int partitions) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.topic = topic;
    this.group = group;
    this.partitions = partitions;
  }

  /** Records of the log that are not committed. */
  public long lag() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> latest =
          java.util.stream.IntStream.range(0, partitions)
              .mapToObj(partition -> new TopicPartition(topic, partition))
              .collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest()));
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      long lag = 0;
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
          admin.listOffsets(latest).all().get().entrySet()) {
        OffsetAndMetadata done = committed.get(end.getKey());
        lag += end.getValue().offset() - (done == null ? 0 : done.offset());
      }
      return lag;
    } catch (ExecutionException e) {
      throw new IllegalStateException("lag of group " + group + " is not known", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
