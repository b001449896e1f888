package dev.rollcall.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that letters refer to, as a message of the dead-letter topic: its position is the key,
 * its bytes are the value, its own key and headers are in headers. It lacks the headers by which
 * older releases recognise a letter, so that they skip it.
 *
 * @param offset its offset in its partition of the dead-letter topic
 * @param key the record's key
 * @param value the record's bytes
 * @param headers the record's headers
 * @param sha256 SHA-256 of the bytes, computed once for all letters
 */
record PayloadMessage(
    long offset,
    byte @Nullable [] key,
    byte[] value,
    List<SourceRecord.Header> headers,
    String sha256) {

  static final String HEADER_PREFIX = "rollcall.header.";

  private static final String KEY = "rollcall.key";

  // not the compact form: javac leaves the annotations of its parameters out of the class file
  PayloadMessage(
      long offset,
      byte @Nullable [] key,
      byte[] value,
      List<SourceRecord.Header> headers,
      String sha256) {
    this.offset = offset;
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
    this.sha256 = sha256;
  }

  /** The key of the message: the record's position, the same in each replay. */
  static String keyOf(DeadLetter letter) {
    return letter.partition() + "@" + letter.offset();
  }

  /** The partition of a record's payload and letters. A stored choice: never change it. */
  static int partition(String payloadKey, int partitions) {
    return Math.floorMod(payloadKey.hashCode(), partitions);
  }

  /** Encodes the record of this letter, whose value must not be null. */
  static ProducerRecord<byte[], byte[]> of(
      String topic, int partition, DeadLetter letter, boolean timed) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic,
            partition,
            DeadLetterCodec.timestamp(letter, timed),
            keyOf(letter).getBytes(UTF_8),
            letter.value());
    Headers headers = message.headers();
    DeadLetterForm.add(headers, DeadLetterForm.HEADER, Integer.toString(DeadLetterForm.CURRENT));
    if (letter.key() != null) {
      headers.add(KEY, letter.key());
    }
    letter.headers().forEach(header -> headers.add(HEADER_PREFIX + header.name(), header.value()));
    return message;
  }

  /** Decodes a message of the current form that is neither a letter nor deleted. */
  static PayloadMessage read(ConsumerRecord<byte[], byte[]> message) {
    List<SourceRecord.Header> headers = new ArrayList<>();
    for (Header header : message.headers()) {
      if (header.key().startsWith(HEADER_PREFIX)) {
        headers.add(
            new SourceRecord.Header(
                header.key().substring(HEADER_PREFIX.length()), header.value()));
      }
    }
    Header key = message.headers().lastHeader(KEY);
    return new PayloadMessage(
        message.offset(),
        key == null ? null : key.value(),
        message.value(),
        headers,
        Texts.sha256(message.value()));
  }
}
