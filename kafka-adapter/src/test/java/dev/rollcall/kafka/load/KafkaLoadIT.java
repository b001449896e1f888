package dev.rollcall.kafka.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.CompactedLog;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaLoadIT {

  private static final int RECORDS = 50;

  private final KafkaTopic topic = FreshTopics.create("load", 3);

  @Test
  void aLoadThatIsRunAgainAddsNothing() {
    run("a", 4);
    run("a", 4);

    assertThat(FreshTopics.committed(topic)).isEqualTo(FreshTopics.values("a", 4, RECORDS));
    try (KafkaLoad load = KafkaLoad.open(topic, "a")) {
      assertThat(load.finished()).isTrue();
      assertThat(load.pagesDone()).isEqualTo(4);
      assertThat(load.recordsDone()).isEqualTo(4 * RECORDS);
    }
  }

  @Test
  void recordsOfOneKeyStandInOnePartitionInTheOrderOfThePages() {
    run("a", 3);

    List<String> ofOneUser = new ArrayList<>();
    KafkaRecords.read(
        topic,
        record -> {
          if ("user-7".equals(new String(record.key()))) {
            ofOneUser.add(record.partition().partition() + " " + FreshTopics.value(record));
          }
        });
    String partition = ofOneUser.get(0).substring(0, 2);
    assertThat(ofOneUser)
        .containsExactly(
            partition + "{\"load\":\"a\",\"page\":0,\"line\":7}",
            partition + "{\"load\":\"a\",\"page\":1,\"line\":7}",
            partition + "{\"load\":\"a\",\"page\":2,\"line\":7}");
  }

  @Test
  void aLoadAbandonedInMidTransactionGoesOnAfterItsLastCommittedPage() {
    try (KafkaLoad load = KafkaLoad.open(topic, "a")) {
      load.page(0, FreshTopics.page("a", 0, RECORDS));
      load.page(1, FreshTopics.page("a", 1, RECORDS));
    }
    try (Producer<byte[], byte[]> abandoned = openTransaction("a", 2)) {
      assertThat(abandoned).isNotNull();

      run("a", 4);

      assertThat(FreshTopics.committed(topic)).isEqualTo(FreshTopics.values("a", 4, RECORDS));
      assertThat(messages())
          .as("messages in the log, the aborted page and the transactions' marks among them")
          .isGreaterThan(5 * RECORDS);
    }
  }

  @Test
  void theFirstOfTwoLoadsOfOneIdIsFencedForGood() {
    try (KafkaLoad first = KafkaLoad.open(topic, "a")) {
      first.page(0, FreshTopics.page("a", 0, RECORDS));
      try (KafkaLoad second = KafkaLoad.open(topic, "a")) {
        assertThat(second.pagesDone()).isEqualTo(1);
        for (int attempt = 0; attempt < 2; attempt++) {
          assertThatThrownBy(() -> first.page(1, FreshTopics.page("a", 1, RECORDS)))
              .isInstanceOf(FatalException.class)
              .hasMessageContaining("load 'a'")
              .hasMessageContaining("another process runs this load");
        }
        second.page(1, FreshTopics.page("a", 1, RECORDS));
        second.finish();
      }
    }

    assertThat(FreshTopics.committed(topic)).isEqualTo(FreshTopics.values("a", 2, RECORDS));
  }

  @Test
  void loadsOfDifferentIdsDoNotDisturbEachOther() {
    List<String> ids = List.of("a", "b", "c");
    List<CompletableFuture<Void>> running =
        ids.stream().map(id -> CompletableFuture.runAsync(() -> run(id, 6))).toList();
    running.forEach(CompletableFuture::join);

    List<String> expected = new ArrayList<>();
    ids.forEach(id -> expected.addAll(FreshTopics.values(id, 6, RECORDS)));
    assertThat(FreshTopics.committed(topic)).isEqualTo(expected.stream().sorted().toList());
  }

  @Test
  void progressBehindTheOpenTransactionOfAnotherLoadIsWaitedForNotOverlooked() throws Exception {
    KafkaLoad running = KafkaLoad.open(topic, "a");
    running.page(0, FreshTopics.page("a", 0, RECORDS));
    try (Producer<byte[], byte[]> other = openTransaction("other", 0)) {
      running.page(1, FreshTopics.page("a", 1, RECORDS));
      running.close();
      CompletableFuture<Long> pagesDone = CompletableFuture.supplyAsync(this::pagesDoneOfA);
      // the open progress of "other" stands in the log before page 1 of "a"
      assertThatThrownBy(() -> pagesDone.get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      other.commitTransaction();

      assertThat(pagesDone.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void aPageWithARecordThatIsTooLargeIsNotWrittenAtAll() {
    List<LoadRecord> page = new ArrayList<>(FreshTopics.page("a", 0, RECORDS));
    page.add(20, new LoadRecord("big", new byte[2_000_000]));
    try (KafkaLoad load = KafkaLoad.open(topic, "a")) {
      assertThatThrownBy(() -> load.page(0, page))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("page 0, record 20")
          .hasMessageContaining("1048576")
          .hasMessageContaining("max.request.size");
      assertThat(FreshTopics.committed(topic)).isEmpty();

      load.page(0, FreshTopics.page("a", 0, RECORDS));
    }

    assertThat(FreshTopics.committed(topic)).isEqualTo(FreshTopics.values("a", 1, RECORDS));
  }

  @Test
  void aRecordThatTheBrokerFindsTooLargeIsADataErrorToo() {
    KafkaTopic small = FreshTopics.named("small");
    try (Admin admin = KafkaClients.admin(small)) {
      TopicAdmin.ensure(admin, small, 1, Map.of("max.message.bytes", "10000"));
    }
    try (KafkaLoad load = KafkaLoad.open(small, "a")) {
      assertThatThrownBy(() -> load.page(0, List.of(new LoadRecord("big", new byte[50_000]))))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("page 0, record 0")
          .hasMessageContaining("max.message.bytes");

      load.page(0, FreshTopics.page("a", 0, 1));
    }

    assertThat(FreshTopics.committed(small)).isEqualTo(FreshTopics.values("a", 1, 1));
  }

  @Test
  void aTopicThatIsMadeAgainIsLoadedAnew() throws Exception {
    run("a", 2);
    TopicIdentity before = KafkaTopics.identify(topic);
    FreshTopics.delete(topic);
    TopicIdentity after = KafkaTopics.create(topic, 3);

    run("a", 2);

    assertThat(after.partition(0)).isNotEqualTo(before.partition(0));
    assertThat(FreshTopics.committed(topic)).isEqualTo(FreshTopics.values("a", 2, RECORDS));
  }

  @Test
  void aLogOfLoadsThatForgetsIsRefused() {
    CompactedLog forgetful = new CompactedLog(topic, "progress");
    CompactedLog fresh = new CompactedLog(FreshTopics.named("loads"), "progress");
    try (Admin admin = KafkaClients.admin(topic)) {
      assertThatThrownBy(() -> forgetful.prepare(admin))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("cleanup.policy: got 'delete', expected 'compact'");
      fresh.prepare(admin);
      fresh.prepare(admin);
    }

    assertThat(LoadProgress.read("load 'a'", fresh, "id/a")).isEqualTo(LoadProgress.NONE);
  }

  private long pagesDoneOfA() {
    try (KafkaLoad load = KafkaLoad.open(topic, "a")) {
      return load.pagesDone();
    }
  }

  private void run(String id, int pages) {
    try (KafkaLoad load = KafkaLoad.open(topic, id)) {
      for (long page = load.pagesDone(); page < pages; page++) {
        load.page(page, FreshTopics.page(id, page, RECORDS));
      }
      load.finish();
    }
  }

  /** What a process leaves behind that dies after sending a page and before its commit. */
  private Producer<byte[], byte[]> openTransaction(String id, long page) {
    String key = KafkaLoad.prepared(topic, id, RetryPolicy.NONE);
    Producer<byte[], byte[]> producer =
        KafkaClients.transactionalProducer(topic, KafkaLoad.transactionalId(key));
    producer.initTransactions();
    producer.beginTransaction();
    FreshTopics.page(id, page, RECORDS)
        .forEach(r -> producer.send(new ProducerRecord<>(topic.name(), r.keyBytes(), r.value())));
    producer.send(new LoadProgress(page + 1, (page + 1) * RECORDS, false).message(key));
    producer.flush();
    return producer;
  }

  private long messages() {
    return KafkaRecords.read(topic, record -> {}).values().stream().mapToLong(end -> end).sum();
  }
}
