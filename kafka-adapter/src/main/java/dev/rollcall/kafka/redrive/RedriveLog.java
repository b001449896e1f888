package dev.rollcall.kafka.redrive;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.CompactedLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The compacted topic {@value #TOPIC}, which keeps the letters of a cluster that were re-driven:
 * the key is the letter's id, the value a {@link RedriveMark} of some hundred bytes. Threadsafe.
 */
final class RedriveLog {

  static final String TOPIC = "rollcall.redrives";

  private final CompactedLog log;

  private RedriveLog(KafkaTopic topic) {
    this.log = new CompactedLog(topic, "a letter whose mark is deleted would be sent twice");
  }

  /** The log on the cluster of this topic. */
  static RedriveLog beside(KafkaTopic deadLetters) {
    return new RedriveLog(deadLetters.sibling(TOPIC));
  }

  /** Creates the topic if there is none; refuses one that deletes messages. */
  void prepare(Admin admin) {
    log.prepare(admin);
  }

  /** The message that stores a letter's mark. */
  static ProducerRecord<byte[], byte[]> message(String letterId, RedriveMark mark) {
    return CompactedLog.message(TOPIC, letterId, mark.toBytes());
  }

  /** All marks committed by now, by letter id; none if the topic does not exist. */
  Map<String, RedriveMark> read() {
    Map<String, RedriveMark> marks = new HashMap<>();
    if (!log.exists()) {
      return marks;
    }
    log.read((letterId, value) -> marks.put(letterId, RedriveMark.parse(log.place(), value)));
    return marks;
  }

  /** The ids of all letters that were re-driven for good. */
  Set<String> redriven() {
    return read().entrySet().stream()
        .filter(entry -> entry.getValue().done())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
