package dev.rollcall.kafka.load;

import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.kafka.internal.client.TransactionalWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the pages of one load, each in a transaction with the load's new progress. Not threadsafe.
 */
final class LoadTransactions implements AutoCloseable {

  private final String topic;
  private final String key;
  private final RetryPolicy retry;
  private final TransactionalWriter writer;
  private LoadProgress progress = LoadProgress.NONE;

  /**
   * Connects, fences older producers of the load and reads its progress.
   *
   * @param where for error messages: which load
   * @param key the load's key in the log of loads
   * @param producers creates a producer with the load's transactional id
   * @param stored reads the committed progress
   */
  LoadTransactions(
      String where,
      String topic,
      String key,
      Supplier<Producer<byte[], byte[]>> producers,
      Supplier<LoadProgress> stored,
      RetryPolicy retry) {
    this.topic = topic;
    this.key = key;
    this.retry = retry;
    this.writer =
        new TransactionalWriter(
            where,
            "another process runs this load (or this one stood still for longer than"
                + " transaction.timeout.ms); let the other finish, or stop it and run the load again:"
                + " it continues after the last committed page",
            producers,
            () -> progress = stored.get());
    retry.call(writer::connect);
  }

  LoadProgress progress() {
    return progress;
  }

  /** Writes the records and the progress {@code next}, both or neither. */
  void write(List<LoadRecord> records, LoadProgress next) {
    LoadProgress before = progress;
    retry.call(
        () -> {
          writer.connect();
          if (progress.equals(before)) {
            String page = "page " + before.pages();
            writer.commit(page, messages(page, records, next));
            progress = next;
          } else if (!progress.equals(next)) {
            throw writer.fenced(null);
          } // otherwise the commit succeeded and only its answer was lost
          return next;
        });
  }

  private List<TransactionalWriter.Message> messages(
      String page, List<LoadRecord> records, LoadProgress next) {
    List<TransactionalWriter.Message> messages = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      LoadRecord record = records.get(i);
      messages.add(
          new TransactionalWriter.Message(
              page + ", record " + i,
              new ProducerRecord<>(topic, record.keyBytes(), record.value())));
    }
    messages.add(new TransactionalWriter.Message(page + ", progress", next.message(key)));
    return messages;
  }

  @Override
  public void close() {
    writer.close();
  }
}
