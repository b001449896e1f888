package dev.rollcall.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.deadletter.StoredLetter;
import dev.rollcall.kafka.source.AttemptHeader;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptOnSparkIT {

  private final String name = "attempts-" + UUID.randomUUID();
  @TempDir Path folder;

  @Test
  void theAttemptAndTheHeadersOfAMessageReachItsDeadLetter() {
    KafkaTopic topic =
        KafkaTopic.named(name).bootstrapServers(TestServers.kafka().bootstrapServers());
    KafkaTopics.create(topic, 1);
    Map<String, Object> settings = Map.of("bootstrap.servers", topic.bootstrapServers());
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<byte[], byte[]>(settings, bytes, bytes)) {
      producer.send(new ProducerRecord<>(name, "{".getBytes(UTF_8)));
      for (String attempt : new String[] {"2", "many"}) {
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(name, "{".getBytes(UTF_8));
        again.headers().add("trace", "x".getBytes(UTF_8)).add("none", null);
        again.headers().add(AttemptHeader.NAME, attempt.getBytes(UTF_8));
        producer.send(again);
      }
    }
    DeadLetterTopic letters =
        DeadLetterTopic.named(name + ".dead")
            .bootstrapServers(topic.bootstrapServers())
            .autoCreate();
    Pipeline pipeline =
        Pipeline.named("attempts")
            .records(Users.recordType())
            .rows(InMemoryRows.named(name))
            .deadLetters(letters)
            .build();

    try (SparkRun run =
        SparkPipelines.on(TestSpark.session())
            .checkpoint(folder.toString())
            .startAvailableNow(pipeline, topic)) {
      run.awaitEnd();
    }

    assertThat(DeadLetterSnapshot.read(letters).letters())
        .extracting(StoredLetter::letter)
        .extracting(DeadLetter::offset, DeadLetter::attempt, DeadLetter::headers)
        .containsExactlyInAnyOrder(
            tuple(0L, 1, List.of()), tuple(1L, 2, headers("2")), tuple(2L, 1, headers("many")));
  }

  private static List<SourceRecord.Header> headers(String attempt) {
    return List.of(
        new SourceRecord.Header("trace", "x".getBytes(UTF_8)),
        new SourceRecord.Header("none", null),
        new SourceRecord.Header(AttemptHeader.NAME, attempt.getBytes(UTF_8)));
  }
}
