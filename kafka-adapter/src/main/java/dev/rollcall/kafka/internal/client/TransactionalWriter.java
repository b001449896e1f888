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
 * Commits messages together with a mark that says they are committed.
 *
 * <p>A failure before the commit is requested aborts the transaction, which can then be tried
 * again. After that nobody knows whether the commit happened: a new producer takes the place of the
 * old one, as after a crash. Its {@code initTransactions} settles what is open and fences the old
 * producer, and only then does the writer read the stored marks, which say what is committed. Not
 * threadsafe.
 */
public final class TransactionalWriter implements AutoCloseable {

  /**
   * A message of a transaction.
   *
   * @param place for error messages: what it is
   */
  public record Message(String place, ProducerRecord<byte[], byte[]> record) {}

  private final String where;
  private final String fencedBy;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Runnable readMarks;
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable RuntimeException ended;

  /**
   * Does not connect yet.
   *
   * @param where for error messages: whose transactions
   * @param fencedBy for error messages: who took over, and what to do then
   * @param producers creates a producer with the transactional id
   * @param readMarks reads the marks; called when all that was committed under the id is visible
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

  /** Fences older producers and reads the marks, unless that was done already. */
  public TransactionalWriter connect() {
    if (ended != null) {
      // to connect again would fence the process that took over
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
   * Commits all of the messages or none; must be connected.
   *
   * @param what for error messages: what is committed
   * @throws dev.rollcall.core.error.TransientException if another attempt may work, after {@link
   *     #connect}: the marks may say then that the messages were committed
   * @throws dev.rollcall.core.error.DataException if the broker refuses a message for what it is
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

  /** Ends this writer, because another process took over: nothing more is sent from here. */
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

  /** The first message that failed: later ones fail because of it. */
  private record Failure(String place, Throwable error) {}
}
