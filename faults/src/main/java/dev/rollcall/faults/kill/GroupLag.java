package dev.rollcall.faults.kill;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group is behind, as the broker knows it. Threadsafe. */
final class GroupLag implements AutoCloseable {

  private final Admin admin;
  private final String group;
  private final Map<TopicPartition, OffsetSpec> latest;
  private final AtomicLong peak = new AtomicLong();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  /** Of the group that has the topic's name. */
  GroupLag(String bootstrapServers, String topic, int partitions) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.group = topic;
    this.latest =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest()));
  }

  /** Records of the log that are not committed. */
  long now() throws InterruptedException {
    try {
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

  /** From now on, every other second, a line of these words and the lag; keeps the peak. */
  void report(Supplier<String> words, Consumer<String> progress) {
    Runnable look =
        () -> {
          try {
            long lag = now();
            peak.accumulateAndGet(lag, Math::max);
            progress.accept(words.get() + ", lag " + lag);
          } catch (IllegalStateException serverAway) {
            progress.accept(words.get() + ", lag not known");
          } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
          }
        };
    var unused = timer.scheduleWithFixedDelay(look, 0, 2, TimeUnit.SECONDS);
  }

  /** The largest lag that a report has shown. */
  long peak() {
    return peak.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    admin.close();
  }
}
