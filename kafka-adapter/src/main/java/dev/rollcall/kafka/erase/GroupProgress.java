package dev.rollcall.kafka.erase;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** How far a consumer group has come in a topic. */
record GroupProgress(Admin admin, KafkaTopic topic, String group) {

  private static final Duration ASK_AGAIN = Duration.ofMillis(200);

  /** Waits until the group has committed an offset behind this one, at most for this time. */
  void await(Erasure.Written written, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    Long committed = committed(written.partition());
    while (committed == null || committed <= written.offset()) {
      if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
        throw new TransientException(
            "%s, partition %d: group '%s' has committed %s, expected one above %d, where the delete is: it does not run, or lags"
                .formatted(
                    topic.place(),
                    written.partition(),
                    group,
                    committed == null ? "nothing" : "offset " + committed,
                    written.offset()));
      }
      LockSupport.parkNanos(ASK_AGAIN.toNanos());
      committed = committed(written.partition());
    }
  }

  private @Nullable Long committed(int partition) {
    OffsetAndMetadata offset =
        KafkaErrors.awaitUnless(
                topic.place(),
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                GroupIdNotFoundException.class)
            .orElse(Map.of())
            .get(new TopicPartition(topic.name(), partition));
    return offset == null ? null : offset.offset();
  }
}
