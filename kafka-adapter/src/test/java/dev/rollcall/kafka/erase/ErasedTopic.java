package dev.rollcall.kafka.erase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.DirectRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.deadletter.StoredLetter;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.redrive.LetterStatus;
import dev.rollcall.kafka.redrive.LetterStatus.State;
import dev.rollcall.kafka.redrive.Redrive;
import dev.rollcall.kafka.redrive.RedriveResult;
import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import dev.rollcall.kafka.source.KafkaRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;

/** A topic, its dead letters and the rows of a pipeline, for erasing people from them. */
abstract class ErasedTopic {

  static final Instant NOW = Instant.now();
  static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  static final RecordType GUEST = guest().tombstoneKey("id").build();

  final KafkaTopic topic = FreshTopics.create("erase", 3);
  final DeadLetterTopic letters =
      DeadLetterTopic.named(FreshTopics.named("erase.dead").name())
          .bootstrapServers(topic.bootstrapServers())
          .autoCreate();
  final InMemoryRows rows = InMemoryRows.named(topic.name());

  static RecordTypeBuilder guest() {
    return RecordType.named("guest")
        .key("id")
        .column("id", ColumnType.STRING)
        .column("age", ColumnType.INT64)
        .envelope("guests");
  }

  DeadLetter noPayload(long offset, String key) {
    return letter(offset, NOW, key, null);
  }

  /** Of the source of the first record. */
  DeadLetter letter(long offset, Instant time, String key, byte[] value) {
    return new DeadLetter(
        records().get(0).partition(),
        topic.name(),
        offset,
        0,
        DeadLetter.Stage.DECODE,
        "",
        "malformed-json",
        "what an earlier release could not read",
        1,
        time,
        key == null ? null : key.getBytes(UTF_8),
        value);
  }

  void writes(DeadLetter... given) {
    letters.open().close();
    try (DeadLetters open = letters.open()) {
      open.write(List.of(given));
    }
  }

  Erase erase(RecordType type) {
    letters.open().close();
    return Erase.from(topic, type).deadLetters(letters);
  }

  void processes() {
    processes(GUEST, 1);
  }

  /** From the first record on, as if nothing had been committed. */
  void processes(RecordType type, int version) {
    Pipeline pipeline =
        Pipeline.named("guests")
            .version(version)
            .records(type)
            .rows(rows)
            .deadLetters(letters)
            .build();
    try (DirectRun run = DirectRun.open(pipeline)) {
      KafkaRecords.read(topic, run::process);
      run.flush();
    }
  }

  List<String> guests() {
    return rows.rows().stream().map(row -> String.valueOf(row.get("id"))).sorted().toList();
  }

  List<State> states() {
    return Redrive.of(letters, GUEST).letters().stream().map(LetterStatus::state).toList();
  }

  List<Outcome> outcomes() {
    return Redrive.of(letters, GUEST).run(all -> true).stream()
        .map(RedriveResult::outcome)
        .toList();
  }

  List<StoredLetter.Payload> stored() {
    return DeadLetterSnapshot.read(letters).letters().stream().map(StoredLetter::payload).toList();
  }

  List<SourceRecord> records() {
    List<SourceRecord> all = new ArrayList<>();
    KafkaRecords.read(topic, all::add);
    return all;
  }

  List<String> sent() {
    return records().stream()
        .filter(record -> record.attempt() > 1)
        .map(FreshTopics::value)
        .toList();
  }

  void sends(int partition, Instant time, String key, String value) {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic)) {
      producer.send(
          new ProducerRecord<>(
              topic.name(),
              partition,
              time.toEpochMilli(),
              key == null ? null : key.getBytes(UTF_8),
              value.getBytes(UTF_8)));
    }
  }

  void set(String name, String value) throws Exception {
    try (Admin admin = KafkaClients.admin(topic)) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                  List.of(
                      new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  static Instant millis(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  static String person(String id, String age) {
    return "{\"id\": \"%s\", \"age\": \"%s\"}".formatted(id, age);
  }

  static String envelope(String... people) {
    return "{\"guests\": [" + String.join(", ", people) + "]}";
  }
}
