package dev.rollcall.kafka.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.kafka.FreshTopics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LoadTransactionsTest {

  private static final RetryPolicy AT_ONCE = new RetryPolicy(3, Duration.ZERO, Duration.ZERO);
  private static final List<LoadRecord> PAGE = FreshTopics.page("a", 0, 3);

  private final List<Scripted> made = new ArrayList<>();
  private final Deque<LoadProgress> stored = new ArrayDeque<>();
  private RuntimeException initFails;

  @Test
  void aPageAndItsProgressAreOneTransaction() {
    KafkaLoad load = load();

    assertThat(load.page(0, PAGE)).isTrue();

    assertThat(made).hasSize(1);
    assertThat(made.get(0).commitCount()).isEqualTo(1);
    assertThat(made.get(0).history())
        .extracting(ProducerRecord::topic)
        .containsExactly("users", "users", "users", "rollcall.loads");
    assertThat(load.pagesDone()).isEqualTo(1);
    assertThat(load.recordsDone()).isEqualTo(3);
  }

  @Test
  void aPageThatFailedIsAbortedAndWrittenAgain() {
    KafkaLoad load = load();
    made.get(0).failNextRecord = new TimeoutException("slow");

    assertThat(load.page(0, PAGE)).isTrue();

    assertThat(made).hasSize(1);
    assertThat(made.get(0).aborts).isEqualTo(1);
    assertThat(made.get(0).commitCount()).isEqualTo(1);
    assertThat(made.get(0).history()).hasSize(4);
  }

  @Test
  void aCommitWhoseAnswerWasLostIsNotRepeated() {
    KafkaLoad load = load();
    made.get(0).commitTransactionException = new TimeoutException("no answer");
    stored.add(LoadProgress.NONE.withPage(3));

    assertThat(load.page(0, PAGE)).isTrue();

    assertThat(made).hasSize(2);
    assertThat(made.get(0).closed()).isTrue();
    assertThat(made.get(1).history()).isEmpty();
    assertThat(load.pagesDone()).isEqualTo(1);
  }

  @Test
  void aCommitThatDidNotHappenIsRepeatedByANewProducer() {
    KafkaLoad load = load();
    made.get(0).commitTransactionException = new TimeoutException("no answer");
    stored.add(LoadProgress.NONE);

    assertThat(load.page(0, PAGE)).isTrue();

    assertThat(made).hasSize(2);
    assertThat(made.get(1).history()).hasSize(4);
    assertThat(load.pagesDone()).isEqualTo(1);
  }

  @Test
  void aBrokerThatStaysAwayIsTransientInTheEnd() {
    KafkaLoad load = load();
    made.get(0).commitTransactionException = new TimeoutException("no answer");
    initFails = new TimeoutException("away");
    assertThatThrownBy(() -> load.page(0, PAGE))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("load 'a'");
    initFails = null;
    stored.add(LoadProgress.NONE);

    assertThat(load.page(0, PAGE)).isTrue();
  }

  @Test
  void aFencedLoadFailsForGoodAndFencesNobodyInReturn() {
    KafkaLoad load = load();
    made.get(0).fenceProducer();

    for (int call = 0; call < 2; call++) {
      assertThatThrownBy(() -> load.page(0, PAGE))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("another process runs this load");
    }
    assertThat(made).hasSize(1);
  }

  @Test
  void progressThatMovedMeanwhileMeansAnotherProcess() {
    KafkaLoad load = load();
    made.get(0).commitTransactionException = new TimeoutException("no answer");
    stored.add(new LoadProgress(5, 15, false));

    assertThatThrownBy(() -> load.page(0, PAGE))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("another process runs this load");
  }

  @Test
  void aRecordThatIsTooLargeIsNotTriedAgain() {
    KafkaLoad load = load();
    made.get(0).failNextRecord = new RecordTooLargeException("2000088 bytes");

    assertThatThrownBy(() -> load.page(0, PAGE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("page 0, record 0")
        .hasMessageContaining("2000088");
    assertThat(made.get(0).history()).isEmpty();
    assertThat(load.pagesDone()).isZero();
  }

  @Test
  void aPageDoneBeforeIsSkipped() {
    KafkaLoad load = loadAt(new LoadProgress(3, 9, false));

    assertThat(load.page(2, PAGE)).isFalse();
    assertThat(made.get(0).history()).isEmpty();
  }

  @Test
  void aGapIsRefused() {
    KafkaLoad load = loadAt(new LoadProgress(3, 9, false));

    assertThatThrownBy(() -> load.page(4, PAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got page 4, expected page 3");
  }

  @Test
  void aFinishedLoadTakesNoFurtherPage() {
    KafkaLoad load = load();
    load.page(0, PAGE);
    load.finish();
    load.finish();

    assertThat(made.get(0).commitCount()).isEqualTo(2);
    assertThat(load.page(0, PAGE)).isFalse();
    assertThatThrownBy(() -> load.page(1, PAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("finished with 1 pages");
  }

  @Test
  void aClosedLoadDoesNotComeBack() {
    KafkaLoad load = load();
    load.close();

    assertThatThrownBy(() -> load.page(0, PAGE)).isInstanceOf(IllegalStateException.class);
    assertThat(made).hasSize(1);
  }

  private KafkaLoad load() {
    return loadAt(LoadProgress.NONE);
  }

  private KafkaLoad loadAt(LoadProgress progress) {
    stored.add(progress);
    return KafkaLoad.over(
        "load 'a'",
        new LoadTransactions(
            "load 'a'", "users", "id/a", this::producer, stored::removeFirst, AT_ONCE));
  }

  private Producer<byte[], byte[]> producer() {
    Scripted producer = new Scripted();
    producer.initTransactionException = initFails;
    made.add(producer);
    return producer;
  }

  /** Fails one record, as a broker would: by its callback. */
  private static final class Scripted extends MockProducer<byte[], byte[]> {
    RuntimeException failNextRecord;
    int aborts;

    Scripted() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void abortTransaction() {
      aborts++;
      super.abortTransaction();
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> message, Callback callback) {
      RuntimeException failure = failNextRecord;
      if (failure == null) {
        return super.send(message, callback);
      }
      failNextRecord = null;
      Future<RecordMetadata> sent = super.send(message);
      callback.onCompletion(null, failure);
      return sent;
    }
  }
}
