package dev.rollcall.kafka;

import dev.rollcall.core.record.SourceRecord;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Kafka's records as the core's: the one place of this conversion. */
final class SourceRecords {

  private SourceRecords() {}

  /** The record with its partition named by the source's id; the arrays are shared. */
  static SourceRecord of(TopicIdentity topic, ConsumerRecord<byte[], byte[]> record) {
    return new SourceRecord(
        topic.partition(record.partition()),
        record.topic(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        record.value(),
        attempt(record));
  }

  private static int attempt(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Attempts.HEADER);
    return Attempts.of(header == null ? null : header.value());
  }
}
