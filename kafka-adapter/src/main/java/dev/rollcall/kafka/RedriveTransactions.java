package dev.rollcall.kafka;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the letters of one source again, each in a transaction with its mark.
 *
 * <p>Marks are read only once the transactional id of the source is taken over: from then on nobody
 * else can commit a letter of this source, and what is not marked was not sent. After a commit
 * whose answer was lost the producer is thrown away and that is done anew, as after a crash. Not
 * threadsafe.
 */
final class RedriveTransactions implements AutoCloseable {

  /**
   * A letter to send.
   *
   * @param message what goes to the topic, or null if there is only a mark to set
   */
  record Entry(
      String letterId, @Nullable ProducerRecord<byte[], byte[]> message, RedriveMark mark) {}

  private final String where;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Supplier<Map<String, RedriveMark>> stored;
  private final RetryPolicy retry;
  private final Map<String, RedriveMark> marks = new HashMap<>();
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable RuntimeException ended;

  /**
   * Connects, fences older producers of the source's re-drives and reads the marks.
   *
   * @param where for messages: which re-drive
   * @param producers makes a producer with the source's transactional id
   * @param stored reads the committed marks
   */
  RedriveTransactions(
      String where,
      Supplier<Producer<byte[], byte[]>> producers,
      Supplier<Map<String, RedriveMark>> stored,
      RetryPolicy retry) {
    this.where = where;
    this.producers = producers;
    this.stored = stored;
    this.retry = retry;
    retry.call(this::connected);
  }

  /** The mark of a letter, or null. */
  @Nullable RedriveMark mark(String letterId) {
    return marks.get(letterId);
  }

  /**
   * Sends, in one transaction, those that are not done; returns their ids.
   *
   * @throws dev.rollcall.core.error.DataException if a message cannot be taken, whatever the
   *     attempt; then none is sent
   */
  Set<String> send(List<Entry> entries) {
    Set<String> sent = new HashSet<>();
    retry.call(
        () -> {
          Producer<byte[], byte[]> current = connected();
          List<Entry> open = entries.stream().filter(this::isOpen).toList();
          // before the commit: if its answer is lost, the marks tell what was ours
          open.forEach(entry -> sent.add(entry.letterId()));
          if (!open.isEmpty()) {
            once(current, open);
          }
          return sent;
        });
    return sent;
  }

  private boolean isOpen(Entry entry) {
    RedriveMark mark = marks.get(entry.letterId());
    return mark == null || !mark.done() && !mark.equals(entry.mark());
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
      marks.clear();
      marks.putAll(stored.get());
      return fresh;
    } catch (RuntimeException e) {
      drop();
      throw mapped("starting", e);
    }
  }

  private void once(Producer<byte[], byte[]> current, List<Entry> entries) {
    AtomicReference<Failure> failure = new AtomicReference<>();
    boolean committing = false;
    try {
      current.beginTransaction();
      for (Entry entry : entries) {
        String id = entry.letterId();
        if (entry.message() != null) {
          current.send(entry.message(), (metadata, e) -> note(failure, "letter " + id, e));
        }
        current.send(
            RedriveLog.message(id, entry.mark()),
            (metadata, e) -> note(failure, "mark of letter " + id, e));
      }
      current.flush();
      if (failure.get() != null) {
        throw new KafkaException("a letter failed");
      }
      committing = true;
      current.commitTransaction();
      entries.forEach(entry -> marks.put(entry.letterId(), entry.mark()));
    } catch (RuntimeException e) {
      // after the first failed message the producer answers every call with an error of its own
      if (committing || isFenced(e)) {
        drop();
      } else {
        abort(current);
      }
      Failure first = failure.get();
      throw first == null ? mapped("sending", e) : mapped(first.place(), first.error());
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

  private FatalException fenced(Throwable cause) {
    FatalException fenced =
        new FatalException(
            where
                + ": another process re-drives letters of this source (or this one stood still for"
                + " longer than transaction.timeout.ms); let the other finish and run this again:"
                + " it goes on with the letters that are left",
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

  /** The first message that failed: what comes after it fails because of it. */
  private record Failure(String place, Throwable error) {}
}
