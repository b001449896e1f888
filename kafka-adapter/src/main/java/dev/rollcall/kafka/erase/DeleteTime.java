package dev.rollcall.kafka.erase;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import dev.rollcall.kafka.internal.client.LogRange;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The time of a delete: now, or a millisecond after the latest record, if that is later.
 *
 * @param time what the message is dated
 * @param latest the latest time of any record, in ms since 1970; -1 if there is none
 */
record DeleteTime(Instant time, long latest) {

  /**
   * How far the latest record may be ahead of this clock where the broker dates records: the
   * broker's clock is another, and a busy topic always has a record of just now.
   */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  private static final String AFTER = TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG;

  /**
   * Asks the broker for the latest time of all partitions, of transactions that are open, too.
   *
   * @param ofLetters the latest time of a record that a letter may bring back; -1 for none
   * @throws ConfigurationException if the topic does not take a time that is late enough
   */
  static DeleteTime of(Admin admin, KafkaTopic topic, int partitions, long ofLetters) {
    Map<TopicPartition, OffsetSpec> all =
        IntStream.range(0, partitions)
            .mapToObj(number -> new TopicPartition(topic.name(), number))
            .collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.maxTimestamp()));
    long latest =
        KafkaErrors.await(topic.place(), admin.listOffsets(all, LogRange.options()).all())
            .values()
            .stream()
            .mapToLong(ListOffsetsResultInfo::timestamp)
            .reduce(ofLetters, Math::max);
    if (latest == Long.MAX_VALUE) {
      throw new ConfigurationException(
          topic.place() + ": a record has the last time there is, which no delete can beat");
    }
    long now = System.currentTimeMillis();
    DeleteTime time = new DeleteTime(Instant.ofEpochMilli(Math.max(now, latest + 1)), latest);
    if (TopicAdmin.setting(admin, topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
        .equals("LogAppendTime")) {
      time.requireBrokersTime(topic.place(), now);
    } else if (time.aheadOf(now) > atMost(TopicAdmin.setting(admin, topic, AFTER))) {
      throw tooFarAhead(topic, time.time, AFTER);
    }
    return time;
  }

  /** Whether a record of this time wins over all that were there. */
  boolean beats(long millis) {
    return millis > latest;
  }

  private long aheadOf(long now) {
    return time.toEpochMilli() - now;
  }

  private static long atMost(String setting) {
    return setting.matches("\\d{1,19}") ? Long.parseLong(setting) : Long.MAX_VALUE;
  }

  /** The broker dates the message, and would date it before a record that is ahead of its clock. */
  void requireBrokersTime(String place, long now) {
    if (aheadOf(now) > CLOCKS_APART.toMillis()) {
      throw new ConfigurationException(
          "%s: a record is dated %s, ahead of now, and with message.timestamp.type=LogAppendTime the broker would date the delete before it; erase after that time, or, if that is too long, stop the producers, set message.timestamp.type=CreateTime for the erase, and LogAppendTime again"
              .formatted(place, Instant.ofEpochMilli(latest)));
    }
  }

  /**
   * The refusal of a time.
   *
   * @param by who refuses it
   */
  static ConfigurationException tooFarAhead(KafkaTopic topic, Instant time, String by) {
    long needed =
        Math.addExact(
            time.toEpochMilli() - System.currentTimeMillis(), Duration.ofHours(1).toMillis());
    return new ConfigurationException(
        "%s: a record is dated so far ahead that the delete must be dated %s, which %s does not allow; allow it for the erase, and go back to what it was: kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s=%d"
            .formatted(topic.place(), time, by, topic.name(), AFTER, needed));
  }
}
