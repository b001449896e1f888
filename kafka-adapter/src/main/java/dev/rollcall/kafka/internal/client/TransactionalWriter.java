package dev.rollcall.kafka.internal.client;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Commits messages together with a mark that says they stand.
 *
 * <p>There are two ways back from a failure. As long as the commit was not asked for, the
 * transaction is aborted and can be tried again. Once it was, nobody knows whether it happened;
 * then the producer is thrown away and a new one takes its place, as after a crash: {@code
 * initTransactions} settles what is open and fences the old one, and only then are the stored marks
 * read, which say what stands. Not threadsafe.
 */
public final class TransactionalWriter implements AutoCloseable {

  /**
   * A message of a transaction.
   *
   * @param place for messages to people: what it is
   */
  public record Message(String place, ProducerRecord<byte[], byte[]> record) {}

  private final String where;
  private final String fencedBy;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Runnable readMarks;
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable RuntimeException ended;

  /**
   * Not connected yet.
   *
   * @param where for messages: whose transactions
   * @param fencedBy for messages: who takes over, and what to do then
   * @param producers makes a producer with the transactional id
   * @param readMarks called when all that was ever committed under the id can be read
   */
  public TransactionalWriter(
      String where,
      String fencedBy,
      Supplier<Producer<byte[], byte[]>> producers,
      Runnable readMarks) {
    this.where = where;
    this.fencedBy = fencedBy;
    this.producers = producers;
    this.readMarks = readMarks;
  }

  /** Fences older producers and reads the marks, unless that is done. */
  public TransactionalWriter connect() {
    if (ended != null) {
      // to connect again would fence the process that has taken over
      throw ended;
    }
    if (producer != null) {
      return this;
    }
    Producer<byte[], byte[]> fresh = producers.get();
    producer = fresh;
    try {
      fresh.initTransactions();
      readMarks.run();
      return this;
    } catch (RuntimeException e) {
      drop();
      throw mapped("starting", e);
    }
  }

  /**
   * Commits all of them or none; must be connected.
   *
   * @param what for messages: what is committed
   * @throws dev.rollcall.core.error.TransientException if it is to be tried again, after {@link
   *     #connect}: the marks may say then that it was committed
   * @throws dev.rollcall.core.error.DataException if a message cannot be taken, whatever the
   *     attempt
   */
  public void commit(String what, List<Message> messages) {
    Producer<byte[], byte[]> current = Objects.requireNonNull(producer, "not connected");
    AtomicReference<Failure> failure = new AtomicReference<>();
    boolean committing = false;
    try {
      current.beginTransaction();
      for (Message message : messages) {
        current.send(
            message.record(),
            (metadata, error) -> {
              if (error != null) {
                failure.compareAndSet(null, new Failure(message.place(), error));
              }
            });
      }
      current.flush();
      if (failure.get() != null) {
        throw new KafkaException("a message failed");
      }
      committing = true;
      current.commitTransaction();
    } catch (RuntimeException e) {
      // after the first failed message the producer answers every call with an error of its own
      if (committing || isFenced(e)) {
        drop();
      } else {
        abort(current);
      }
      Failure first = failure.get();
      throw first == null ? mapped(what, e) : mapped(first.place(), first.error());
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

  /** Somebody else goes on with this: nothing more is sent from here. */
  public FatalException fenced(@Nullable Throwable cause) {
    FatalException fenced = new FatalException(where + ": " + fencedBy, cause);
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
