package dev.rollcall.faults.kill;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far a consumer group is behind, as the broker knows it. Threadsafe. */
final class GroupLag implements AutoCloseable {

  private final Set<TopicPartition> partitions;
  private final AtomicLong peak = new AtomicLong();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  /** Asks for offsets, and is no member of the group. */
  private final KafkaConsumer<byte[], byte[]> asking;

  /** Of the group that has the topic's name. */
  GroupLag(String bootstrapServers, String topic, int partitions) {
    this.partitions =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toSet());
    this.asking =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "group.id", topic),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Records of the log that are not committed. */
  synchronized long now() {
    Map<TopicPartition, OffsetAndMetadata> committed = asking.committed(partitions);
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end : asking.endOffsets(partitions).entrySet()) {
      OffsetAndMetadata done = committed.get(end.getKey());
      lag += end.getValue() - (done == null ? 0 : done.offset());
    }
    return lag;
  }

  /** From now on, every other second, a line of these words and the lag; keeps the peak. */
  void report(Supplier<String> words, Consumer<String> progress) {
    Runnable look =
        () -> {
          try {
            long lag = now();
            peak.accumulateAndGet(lag, Math::max);
            progress.accept(words.get() + ", lag " + lag);
          } catch (KafkaException serverAway) {
            progress.accept(words.get() + ", lag not known");
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
    timer.shutdown();
    synchronized (this) {
      asking.close();
    }
  }
}
