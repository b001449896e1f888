package dev.rollcall.kafka;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pages of one load, each in a transaction with the load's new progress.
 *
 * <p>There are two ways back from a failure. As long as the commit was not asked for, the
 * transaction is aborted and the page can be tried again. Once it was, nobody knows whether it
 * happened; then the producer is thrown away and a new one takes its place, as after a crash:
 * {@code initTransactions} settles what is open and fences the old one, and only then is the stored
 * progress read, which says whether the page stands. Not threadsafe.
 */
final class LoadTransactions implements AutoCloseable {

  private final String where;
  private final String topic;
  private final String key;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Supplier<LoadProgress> stored;
  private final RetryPolicy retry;
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable RuntimeException ended;
  private LoadProgress progress = LoadProgress.NONE;

  /**
   * Connects, fences older producers of the load and reads its progress.
   *
   * @param where for messages: which load
   * @param key the load's key in the log of loads
   * @param producers makes a producer with the load's transactional id
   * @param stored reads the committed progress
   */
  LoadTransactions(
      String where,
      String topic,
      String key,
      Supplier<Producer<byte[], byte[]>> producers,
      Supplier<LoadProgress> stored,
      RetryPolicy retry) {
    this.where = where;
    this.topic = topic;
    this.key = key;
    this.producers = producers;
    this.stored = stored;
    this.retry = retry;
    retry.call(this::connected);
  }

  LoadProgress progress() {
    return progress;
  }

  /** Writes the records and moves the progress to {@code next}, both or neither. */
  void write(List<LoadRecord> records, LoadProgress next) {
    LoadProgress before = progress;
    retry.call(
        () -> {
          Producer<byte[], byte[]> current = connected();
          if (progress.equals(before)) {
            once(current, records, next);
          } else if (!progress.equals(next)) {
            throw fenced(null);
          } // else the commit had happened and only its answer was lost
          return next;
        });
  }

  private Producer<byte[], byte[]> connected() {
    if (ended != null) {
      // to connect again would fence the process that has taken over
      throw ended;
    }
    Producer<byte[], byte[]> current = producer;
    if (current != null) {
      return current;
    }
    Producer<byte[], byte[]> fresh = producers.get();
    producer = fresh;
    try {
      fresh.initTransactions();
      progress = stored.get();
      return fresh;
    } catch (RuntimeException e) {
      drop();
      throw mapped("starting", e);
    }
  }

  private void once(Producer<byte[], byte[]> current, List<LoadRecord> records, LoadProgress next) {
    String page = "page " + progress.pages();
    AtomicReference<Failure> failure = new AtomicReference<>();
    boolean committing = false;
    try {
      current.beginTransaction();
      for (int i = 0; i < records.size(); i++) {
        int index = i;
        LoadRecord record = records.get(i);
        current.send(
            new ProducerRecord<>(topic, record.keyBytes(), record.value()),
            (metadata, e) -> note(failure, page + ", record " + index, e));
      }
      current.send(
          LoadLog.message(key, next), (metadata, e) -> note(failure, page + ", progress", e));
      current.flush();
      if (failure.get() != null) {
        throw new KafkaException("a record failed");
      }
      committing = true;
      current.commitTransaction();
      progress = next;
    } catch (RuntimeException e) {
      // after the first failed record the producer answers every call with an error of its own
      if (committing || isFenced(e)) {
        drop();
      } else {
        abort(current);
      }
      Failure first = failure.get();
      throw first == null ? mapped(page, e) : mapped(first.place(), first.error());
    }
  }

  private static void note(
      AtomicReference<Failure> failure, String place, @Nullable Exception error) {
    if (error != null) {
      failure.compareAndSet(null, new Failure(place, error));
    }
  }

  private void abort(Producer<byte[], byte[]> current) {
    try {
      current.abortTransaction();
    } catch (RuntimeException e) {
      drop();
      if (isFenced(e)) {
        throw fenced(e);
      }
    }
  }

  private RollcallException mapped(String what, Throwable error) {
    return isFenced(error) ? fenced(error) : KafkaErrors.map(where + ", " + what, error);
  }

  private static boolean isFenced(Throwable error) {
    return KafkaErrors.find(ProducerFencedException.class, error) != null;
  }

  private FatalException fenced(@Nullable Throwable cause) {
    FatalException fenced =
        new FatalException(
            where
                + ": another process runs this load (or this one stood still for longer than"
                + " transaction.timeout.ms); let the other finish, or stop it and run the load again:"
                + " it goes on after the last committed page",
            cause);
    drop();
    ended = fenced;
    return fenced;
  }

  private void drop() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  @Override
  public void close() {
    ended = new IllegalStateException(where + ": closed");
    if (producer != null) {
      producer.close(Duration.ofSeconds(10));
      producer = null;
    }
  }

  /** The first record that failed: what comes after it fails because of it. */
  private record Failure(String place, Throwable error) {}
}
