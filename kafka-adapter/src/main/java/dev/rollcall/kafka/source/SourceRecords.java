package dev.rollcall.kafka.source;

import dev.rollcall.core.record.RecordHeader;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.TopicIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** Kafka's records as the core's: the one place of this conversion. */
final class SourceRecords {

  private SourceRecords() {}

  /** The record with its partition named by the source's id; the arrays are shared. */
  static SourceRecord of(TopicIdentity topic, ConsumerRecord<byte[], byte[]> record) {
    List<RecordHeader> headers = headers(record.headers());
    return new SourceRecord(
        topic.partition(record.partition()),
        record.topic(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        record.value(),
        AttemptHeader.read(headers),
        headers);
  }

  /** In their order; most messages have none. */
  private static List<RecordHeader> headers(Headers all) {
    List<RecordHeader> headers = new ArrayList<>();
    all.forEach(header -> headers.add(new RecordHeader(header.key(), header.value())));
    return headers.isEmpty() ? List.of() : headers;
  }
}
