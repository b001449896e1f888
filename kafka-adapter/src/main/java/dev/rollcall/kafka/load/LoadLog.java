package dev.rollcall.kafka.load;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.CompactedLog;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The compacted topic {@value #TOPIC}, which keeps the progress of all loads of a cluster: one
 * message of some hundred bytes per load. Threadsafe.
 */
final class LoadLog {

  static final String TOPIC = "rollcall.loads";

  private final CompactedLog log;

  /** The log in this topic. */
  LoadLog(KafkaTopic topic) {
    this.log = new CompactedLog(topic, "a load whose progress is deleted would run twice");
  }

  /** The log on the cluster of the topic that is loaded. */
  static LoadLog beside(KafkaTopic loaded) {
    return new LoadLog(loaded.sibling(TOPIC));
  }

  /** Creates the topic if there is none; refuses one that deletes messages. */
  void prepare(Admin admin) {
    log.prepare(admin);
  }

  /** The message that stores a load's progress. */
  static ProducerRecord<byte[], byte[]> message(String key, LoadProgress progress) {
    return CompactedLog.message(TOPIC, key, progress.toBytes());
  }

  /**
   * The last committed progress of a load, as of now.
   *
   * @param where for messages: which load
   */
  LoadProgress read(String where, String key) {
    AtomicReference<LoadProgress> last = new AtomicReference<>(LoadProgress.NONE);
    log.read(
        (found, value) -> {
          if (found.equals(key)) {
            last.set(LoadProgress.parse(where, value));
          }
        });
    return last.get();
  }
}
