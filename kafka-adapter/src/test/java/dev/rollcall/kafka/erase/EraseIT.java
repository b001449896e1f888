package dev.rollcall.kafka.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.source.KafkaSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EraseIT extends ErasedTopic {

  @Test
  void aPersonWhoIsErasedStaysAwayWhateverIsReadAgainOrComesLate() {
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "36"));
    sends(1, NOW, "bob", person("bob", "17"));
    processes();
    assertThat(guests()).containsExactly("ada", "bob");

    Erasure done = erase(GUEST).run("ada");
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "37"));
    sends(2, NOW, "ada", person("ada", "38"));

    for (int replay = 0; replay < 3; replay++) {
      processes();
      assertThat(guests()).as("replay %d", replay).containsExactly("bob");
    }
    processes(GUEST, 2);
    assertThat(guests()).as("a rebuild reads the delete, too").containsExactly("bob");
    assertThat(done.time()).isEqualTo(millis(NOW.plus(HALF_AN_HOUR)).plusMillis(1));
    assertThat(done.isTombstone()).isTrue();
    SourceRecord written = records().stream().filter(it -> it.value() == null).findFirst().get();
    assertThat(written.key()).isEqualTo("ada".getBytes(UTF_8));
    assertThat(done.written())
        .contains(new Erasure.Written(written.partition().partition(), written.offset()));
    assertThat(done.limits())
        .anyMatch(it -> it.contains("retention.ms=-1"))
        .anyMatch(it -> it.contains("a record that arrives later with a later time"));
    assertThat(done.toString()).doesNotContain("ada");
  }

  @Test
  void aPlanChangesNothingAndRepeatingAnEraseDoesNoHarm() {
    sends(0, NOW, "ada", person("ada", "36"));

    assertThat(erase(GUEST).plan("ada").written()).isEmpty();
    assertThat(records()).hasSize(1);

    Instant first = erase(GUEST).run("ada").time();
    Instant second = erase(GUEST).run("ada").time();
    processes();
    assertThat(guests()).isEmpty();
    assertThat(second).isAfter(first);
  }

  @Test
  void anElementErasesWhereTheTypeDeclaresNoTombstones() {
    RecordType type = guest().deletedWhere("op", "d").build();
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "36"));

    Erasure done = erase(type).run("ada");

    assertThat(done.isTombstone()).isFalse();
    processes(type, 1);
    assertThat(guests()).isEmpty();
  }

  @Test
  void aMessageIsErasedAsTheTypeOfTheTopicReadsIt() {
    RecordType other =
        RecordType.named("other")
            .key("id")
            .column("age", ColumnType.INT64)
            .column("id", ColumnType.STRING)
            .from("age")
            .deletedWhere("gone", "true")
            .build();
    sends(0, NOW, "7", person("7", "?"));
    processes();
    DeleteMessage foreign =
        DeleteMessage.read(other, null, "{\"age\": \"7\", \"gone\": true}".getBytes(UTF_8));

    assertThatThrownBy(() -> erase(GUEST).run(foreign))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("guest: got a key that does not fit");
    assertThat(records()).as("nothing was written").hasSize(1);
  }

  /** As the command line has it, which knows where the key is and no envelopes. */
  @Test
  void aRecordTooFarAheadIsBeatenOnceTheTopicAllowsIt() throws Exception {
    set("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    sends(0, NOW.plus(Duration.ofDays(400)), "ada", person("ada", "36"));
    set("message.timestamp.after.max.ms", "3600000");

    assertThatThrownBy(() -> erase(GUEST).run("ada"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("kafka-configs.sh --alter")
        .hasMessageContaining("--add-config message.timestamp.after.max.ms=")
        .hasMessageNotContaining("ada");

    set("message.timestamp.after.max.ms", Long.toString(Duration.ofDays(401).toMillis()));
    erase(GUEST).run("ada");
    processes();
    assertThat(guests()).isEmpty();
  }

  @Test
  void whereTheBrokerDatesRecordsItDatesTheDelete() throws Exception {
    set("message.timestamp.type", "LogAppendTime");
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "36"));

    erase(GUEST).run("ada");
    processes();
    assertThat(guests()).isEmpty();

    set("message.timestamp.type", "CreateTime");
    sends(0, NOW.plus(HALF_AN_HOUR), "ada", person("ada", "36"));
    set("message.timestamp.type", "LogAppendTime");
    assertThatThrownBy(() -> erase(GUEST).run("ada"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the broker would date the delete before it");
  }

  @Test
  void aPipelineThatWouldNotDeleteIsNamedBeforeAnythingIsWritten() {
    Pipeline deaf =
        Pipeline.named("deaf").records(guest().build()).rows(rows).deadLetters(letters).build();

    assertThatThrownBy(() -> erase(GUEST).pipelines(deaf).run("ada"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pipeline 'deaf' would not take the message for a delete")
        .hasMessageContaining("declares no deletes");
    assertThat(records()).isEmpty();
    assertThat(DeleteMessage.of(GUEST, "ada").toString()).doesNotContain("ada");
  }

  @Test
  void whatCompactionDoesIsSaid() throws Exception {
    set("cleanup.policy", "compact");

    assertThat(erase(GUEST).plan("ada").limits())
        .anyMatch(it -> it.contains("86400000 ms later (delete.retention.ms)"))
        .noneMatch(it -> it.contains("retention.bytes"));
    assertThat(erase(guest().deletedWhere("op", "d").build()).plan("ada").limits())
        .noneMatch(it -> it.contains("delete.retention.ms"));
  }

  @Test
  void aGroupHasReadPastItWhenItHasCommittedAnOffsetBehindIt() {
    Erase erase = erase(GUEST);
    Erasure done = erase.run("ada");

    assertThatThrownBy(() -> erase.awaitReadPast(done, topic.name(), Duration.ZERO))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("has committed nothing");
    Pipeline pipeline =
        Pipeline.named("guests").records(GUEST).rows(rows).deadLetters(letters).build();
    try (PipelineRunner run =
        PipelineRunner.start(pipeline, KafkaSource.of(topic).group(topic.name()))) {
      run.awaitCaughtUp();
    }
    erase.awaitReadPast(done, topic.name(), Duration.ofMinutes(5));
    Erasure next = erase.run("ada");
    assertThatThrownBy(() -> erase.awaitReadPast(next, topic.name(), Duration.ofMillis(300)))
        .hasMessageContaining(
            "has committed offset %d, expected one above %d"
                .formatted(next.written().orElseThrow().offset(), next.written().get().offset()));
    assertThatThrownBy(
            () ->
                Erase.from(FreshTopics.named("erase.other"), GUEST)
                    .awaitReadPast(done, topic.name(), Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("got an erase of topic '" + topic.name());
  }
}
