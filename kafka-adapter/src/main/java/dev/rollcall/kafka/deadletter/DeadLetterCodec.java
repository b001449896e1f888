package dev.rollcall.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.Texts;
import dev.rollcall.kafka.deadletter.StoredLetter.Payload;
import dev.rollcall.kafka.source.AttemptHeader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Encodes dead letters as messages and decodes them: the id is the key, all else is in headers, and
 * the record is a {@link PayloadMessage} that the letters of all its elements refer to. A value is
 * never null, because for a compacted topic that means "delete this letter": it is empty, and the
 * header {@value #PAYLOAD} says what became of the record's bytes. The record's key is withheld
 * with its payload, because it is often a person's id. Threadsafe.
 */
final class DeadLetterCodec {

  static final String PAYLOAD = "rollcall.payload";
  static final String PAYLOAD_KEY = "rollcall.payload-key";

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
  private static final String PATH = "rollcall.path";
  private static final String ELEMENT_SHA256 = "rollcall.element-sha256";
  private static final String BRANCH = "rollcall.branch";
  private static final String DEFINITION = "rollcall.definition";
  private static final String FORMERLY_TAKEN = "rollcall.formerly-taken";

  /** A longer reason is cut. In UTF-16 characters. */
  static final int LONGEST_REASON = 8_192;

  /** A longer key of a record without payload is left out. In bytes. */
  private static final int LONGEST_KEY = 1_024;

  private static final byte[] NO_VALUE = {};

  private DeadLetterCodec() {}

  /**
   * Encodes a letter.
   *
   * @param partition the partition of its payload
   * @param payload what became of the record's bytes
   * @param timed whether the message's timestamp is that of the record; otherwise it is now, and
   *     only a header has the original
   */
  static ProducerRecord<byte[], byte[]> of(
      String topic, int partition, DeadLetter letter, Payload payload, boolean timed) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic, partition, timestamp(letter, timed), letter.id().getBytes(UTF_8), NO_VALUE);
    Headers headers = message.headers();
    DeadLetterForm.add(headers, DeadLetterForm.HEADER, Integer.toString(DeadLetterForm.CURRENT));
    DeadLetterForm.add(headers, TOPIC_ID, letter.partition().sourceId());
    DeadLetterForm.add(headers, TOPIC, letter.source());
    DeadLetterForm.add(headers, PARTITION, Integer.toString(letter.partition().partition()));
    DeadLetterForm.add(headers, OFFSET, Long.toString(letter.offset()));
    DeadLetterForm.add(headers, ORDINAL, Integer.toString(letter.ordinal()));
    DeadLetterForm.add(headers, STAGE, letter.stage().label());
    DeadLetterForm.add(headers, SINK, letter.sink());
    DeadLetterForm.add(headers, REASON_CLASS, letter.reasonClass());
    DeadLetterForm.add(headers, REASON, cut(letter.reason()));
    DeadLetterForm.add(headers, AttemptHeader.NAME, Integer.toString(letter.attempt()));
    DeadLetterForm.add(headers, SHA256, letter.sha256());
    DeadLetterForm.add(headers, TIMESTAMP, Long.toString(letter.timestamp().toEpochMilli()));
    DeadLetterForm.add(headers, PAYLOAD, label(payload));
    DeadLetterForm.addIfAny(headers, PATH, letter.element().path());
    DeadLetterForm.addIfAny(headers, ELEMENT_SHA256, letter.element().sha256());
    DeadLetterForm.addIfAny(headers, BRANCH, letter.element().branch());
    DeadLetterForm.addIfAny(headers, DEFINITION, letter.element().definition());
    DeadLetterForm.addIfAny(headers, FORMERLY_TAKEN, letter.formerlyTaken() ? "true" : "");
    if (payload == Payload.KEPT) {
      DeadLetterForm.add(headers, PAYLOAD_KEY, PayloadMessage.keyOf(letter));
    } else if (payload != Payload.WITHHELD && isShort(letter.key())) {
      headers.add(KEY, letter.key());
    }
    return message;
  }

  /** The message's timestamp; null for now, if the record's is not wanted or Kafka refuses it. */
  static @Nullable Long timestamp(DeadLetter letter, boolean timed) {
    long millis = letter.timestamp().toEpochMilli();
    return timed && millis >= 0 ? millis : null;
  }

  /** Whether a message, of any form, is a letter. */
  static boolean isLetter(ConsumerRecord<byte[], byte[]> message) {
    return message.headers().lastHeader(TOPIC_ID) != null
        && message.headers().lastHeader(SHA256) != null;
  }

  /** The key of the payload that a letter refers to; "" if it refers to none. */
  static String payloadKey(ConsumerRecord<byte[], byte[]> message) {
    return DeadLetterForm.text(message.headers(), PAYLOAD_KEY);
  }

  /** Decodes a letter of form 1, whose value is the record. */
  static StoredLetter readForm1(ConsumerRecord<byte[], byte[]> message) {
    Payload payload = payload(message.headers());
    Header key = message.headers().lastHeader(KEY);
    byte[] value = payload == Payload.KEPT ? message.value() : null;
    return new StoredLetter(
        letter(
            message.headers(),
            key == null ? null : key.value(),
            value,
            List.of(),
            Texts.sha256(value == null ? NO_VALUE : value)),
        payload,
        DeadLetterForm.text(message.headers(), SHA256),
        1);
  }

  /**
   * Decodes a letter of form 2.
   *
   * @param kept the payload that it refers to; null if it refers to none, or the payload is missing
   */
  static StoredLetter readForm2(
      ConsumerRecord<byte[], byte[]> message, @Nullable PayloadMessage kept) {
    Headers headers = message.headers();
    Payload payload = payload(headers);
    String sha256 = DeadLetterForm.text(headers, SHA256);
    if (kept != null) {
      return new StoredLetter(
          letter(headers, kept.key(), kept.value(), kept.headers(), kept.sha256()),
          payload,
          sha256,
          DeadLetterForm.CURRENT);
    }
    Header key = headers.lastHeader(KEY);
    return new StoredLetter(
        letter(headers, key == null ? null : key.value(), null, List.of(), sha256),
        payload == Payload.KEPT ? Payload.MISSING : payload,
        sha256,
        DeadLetterForm.CURRENT);
  }

  private static DeadLetter letter(
      Headers headers,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<SourceRecord.Header> original,
      String sha256) {
    return new DeadLetter(
        new SourcePartition(
            DeadLetterForm.text(headers, TOPIC_ID),
            (int) DeadLetterForm.number(headers, PARTITION)),
        DeadLetterForm.text(headers, TOPIC),
        DeadLetterForm.number(headers, OFFSET),
        (int) DeadLetterForm.number(headers, ORDINAL),
        DeadLetter.Stage.valueOf(DeadLetterForm.text(headers, STAGE).toUpperCase(Locale.ROOT)),
        DeadLetterForm.text(headers, SINK),
        DeadLetterForm.text(headers, REASON_CLASS),
        DeadLetterForm.text(headers, REASON),
        (int) DeadLetterForm.number(headers, AttemptHeader.NAME),
        Instant.ofEpochMilli(DeadLetterForm.number(headers, TIMESTAMP)),
        key,
        value,
        original,
        sha256,
        new DeadLetter.Element(
            DeadLetterForm.text(headers, PATH),
            DeadLetterForm.text(headers, ELEMENT_SHA256),
            DeadLetterForm.text(headers, BRANCH),
            DeadLetterForm.text(headers, DEFINITION)),
        DeadLetterForm.text(headers, FORMERLY_TAKEN).equals("true"));
  }

  private static Payload payload(Headers headers) {
    return Payload.valueOf(
        DeadLetterForm.text(headers, PAYLOAD).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String label(Payload payload) {
    return payload.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isShort(byte @Nullable [] key) {
    return key != null && key.length <= LONGEST_KEY;
  }

  private static String cut(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : Texts.cut(reason, LONGEST_REASON - 1) + "…";
  }
}
