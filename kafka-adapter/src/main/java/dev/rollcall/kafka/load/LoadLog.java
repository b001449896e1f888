package dev.rollcall.kafka.load;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.TopicCreation;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The compacted topic {@value #TOPIC} that keeps the progress of all loads of a cluster, one
 * message per load. Reading it takes one pass over the topic, which holds some hundred bytes per
 * load.
 */
final class LoadLog {

  static final String TOPIC = "rollcall.loads";

  private static final int PARTITION = 0;

  private final KafkaTopic topic;

  /** The log that this topic is. */
  LoadLog(KafkaTopic topic) {
    this.topic = topic;
  }

  /** The log on the cluster of the topic that is loaded. */
  static LoadLog beside(KafkaTopic loaded) {
    return new LoadLog(loaded.sibling(TOPIC));
  }

  /** Makes the topic if there is none. One that forgets is refused: its loads would run twice. */
  void prepare(Admin admin) {
    TopicCreation.ensureCompacted(admin, topic, "a load whose progress is deleted would run twice");
  }

  /** The message that stores a load's progress. */
  static ProducerRecord<byte[], byte[]> message(String key, LoadProgress progress) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(TOPIC, PARTITION, keyBytes, progress.toBytes());
  }

  /** The last committed progress of a load, as of now. */
  LoadProgress read(String where, String key) {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    AtomicReference<LoadProgress> last = new AtomicReference<>();
    TopicSnapshotReader.readFirstPartition(
        topic,
        record -> {
          if (Arrays.equals(wanted, record.key()) && record.value() != null) {
            last.set(LoadProgress.parse(where, record.value()));
          }
        });
    LoadProgress found = last.get();
    return found == null ? LoadProgress.NONE : found;
  }
}
