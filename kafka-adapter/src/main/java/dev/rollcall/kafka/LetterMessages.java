package dev.rollcall.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.StoredLetter.Payload;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Dead letters as messages: the id is the key, the original bytes are the value, all else stands in
 * headers (UTF-8 text; numbers in decimal). A value is never null, because for a compacted topic
 * that means "delete this letter": without a payload it is empty, and the header {@value #PAYLOAD}
 * says why. The record's key is kept and withheld with its payload: it is often a person's id.
 */
final class LetterMessages {

  static final String PAYLOAD = "rollcall.payload";

  private static final String TOPIC_ID = "rollcall.topic-id";
  private static final String TOPIC = "rollcall.topic";
  private static final String PARTITION = "rollcall.partition";
  private static final String OFFSET = "rollcall.offset";
  private static final String ORDINAL = "rollcall.ordinal";
  private static final String STAGE = "rollcall.stage";
  private static final String SINK = "rollcall.sink";
  private static final String REASON_CLASS = "rollcall.reason-class";
  private static final String REASON = "rollcall.reason";
  private static final String SHA256 = "rollcall.sha256";
  private static final String TIMESTAMP = "rollcall.timestamp";
  private static final String KEY = "rollcall.key";

  /** A longer reason is cut, a longer key of a record that is too large left out. */
  static final int LONGEST_REASON = 8_192;

  private static final int LONGEST_KEY = 1_024;

  private LetterMessages() {}

  /**
   * The message of a letter.
   *
   * @param timed whether the message's timestamp is the record's own; if not, it is now, and only
   *     the header has the original
   */
  static ProducerRecord<byte[], byte[]> of(
      String topic, DeadLetter letter, Payload payload, boolean timed) {
    long millis = letter.timestamp().toEpochMilli();
    byte[] value = letter.value();
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic,
            null,
            // Kafka refuses negative timestamps
            timed && millis >= 0 ? millis : null,
            letter.id().getBytes(UTF_8),
            payload == Payload.KEPT && value != null ? value : new byte[0]);
    Headers headers = message.headers();
    add(headers, TOPIC_ID, letter.partition().sourceId());
    add(headers, TOPIC, letter.source());
    add(headers, PARTITION, Integer.toString(letter.partition().partition()));
    add(headers, OFFSET, Long.toString(letter.offset()));
    add(headers, ORDINAL, Integer.toString(letter.ordinal()));
    add(headers, STAGE, letter.stage().label());
    add(headers, SINK, letter.sink());
    add(headers, REASON_CLASS, letter.reasonClass());
    add(headers, REASON, cut(letter.reason()));
    add(headers, Attempts.HEADER, Integer.toString(letter.attempt()));
    add(headers, SHA256, letter.sha256());
    add(headers, TIMESTAMP, Long.toString(millis));
    add(headers, PAYLOAD, label(payload));
    byte[] key = payload == Payload.WITHHELD ? null : letter.key();
    if (key != null && (payload != Payload.TOO_LARGE || key.length <= LONGEST_KEY)) {
      headers.add(KEY, key);
    }
    return message;
  }

  /** The letter of a message, or nothing if the message is none. */
  static Optional<StoredLetter> read(ConsumerRecord<byte[], byte[]> message) {
    Headers headers = message.headers();
    if (headers.lastHeader(TOPIC_ID) == null || headers.lastHeader(SHA256) == null) {
      return Optional.empty();
    }
    Payload payload =
        Payload.valueOf(text(headers, PAYLOAD).toUpperCase(Locale.ROOT).replace('-', '_'));
    Header key = headers.lastHeader(KEY);
    DeadLetter letter =
        new DeadLetter(
            new SourcePartition(text(headers, TOPIC_ID), (int) number(headers, PARTITION)),
            text(headers, TOPIC),
            number(headers, OFFSET),
            (int) number(headers, ORDINAL),
            DeadLetter.Stage.valueOf(text(headers, STAGE).toUpperCase(Locale.ROOT)),
            text(headers, SINK),
            text(headers, REASON_CLASS),
            text(headers, REASON),
            (int) number(headers, Attempts.HEADER),
            Instant.ofEpochMilli(number(headers, TIMESTAMP)),
            key == null ? null : key.value(),
            payload == Payload.KEPT ? message.value() : null);
    return Optional.of(new StoredLetter(letter, payload, text(headers, SHA256)));
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  private static long number(Headers headers, String name) {
    return Long.parseLong(text(headers, name));
  }

  private static String label(Payload payload) {
    return payload.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Not between the two halves of a character. */
  private static String cut(String reason) {
    if (reason.length() <= LONGEST_REASON) {
      return reason;
    }
    int end = LONGEST_REASON - 1;
    return reason.substring(0, Character.isHighSurrogate(reason.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }
}
