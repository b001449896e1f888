package dev.rollcall.kafka.source;

import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.TopicIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** Converts Kafka's records to core's. */
final class SourceRecords {

  private SourceRecords() {}

  /** Converts a record; names its partition by the source's id and shares the arrays. */
  static SourceRecord of(TopicIdentity topic, ConsumerRecord<byte[], byte[]> record) {
    List<SourceRecord.Header> headers = headers(record.headers());
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

  /** In their order; most messages have no headers. */
  private static List<SourceRecord.Header> headers(Headers all) {
    List<SourceRecord.Header> headers = new ArrayList<>();
    all.forEach(header -> headers.add(new SourceRecord.Header(header.key(), header.value())));
    return headers.isEmpty() ? List.of() : headers;
  }
}
