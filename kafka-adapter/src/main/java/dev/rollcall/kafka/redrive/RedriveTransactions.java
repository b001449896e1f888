package dev.rollcall.kafka.redrive;

import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.kafka.internal.client.TransactionalWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends the letters of one source again, each in a transaction with its mark.
 *
 * <p>Reads the marks only after it has taken over the transactional id of the source: from then on
 * no other process can commit a letter of this source, and a letter without a mark was not sent.
 * Not threadsafe.
 */
final class RedriveTransactions implements AutoCloseable {

  /**
   * A letter to send.
   *
   * @param message the message for the topic, or null if there is only a mark to set
   */
  record Entry(
      String letterId, @Nullable ProducerRecord<byte[], byte[]> message, RedriveMark mark) {}

  private final RetryPolicy retry;
  private final TransactionalWriter writer;
  private final Map<String, RedriveMark> marks = new HashMap<>();

  /**
   * Connects, fences older producers of the source's re-drives and reads the marks.
   *
   * @param where for error messages: which re-drive
   * @param producers creates a producer with the source's transactional id
   * @param stored reads the committed marks
   */
  RedriveTransactions(
      String where,
      Supplier<Producer<byte[], byte[]>> producers,
      Supplier<Map<String, RedriveMark>> stored,
      RetryPolicy retry) {
    this.retry = retry;
    this.writer =
        new TransactionalWriter(
            where,
            "another process re-drives letters of this source (or this one stood still for longer"
                + " than transaction.timeout.ms); let the other finish and run this again: it"
                + " continues with the letters that are left",
            producers,
            () -> {
              marks.clear();
              marks.putAll(stored.get());
            });
    retry.call(writer::connect);
  }

  /** The mark of a letter, or null. */
  @Nullable RedriveMark mark(String letterId) {
    return marks.get(letterId);
  }

  /**
   * Sends the letters that are not done, in one transaction.
   *
   * @return their ids
   * @throws dev.rollcall.core.error.DataException if the broker refuses a message for what it is;
   *     then none is sent
   */
  Set<String> send(List<Entry> entries) {
    Set<String> sent = new HashSet<>();
    retry.call(
        () -> {
          writer.connect();
          List<Entry> open = entries.stream().filter(this::isOpen).toList();
          // before the commit: if its answer is lost, a later attempt finds the marks set
          open.forEach(entry -> sent.add(entry.letterId()));
          if (!open.isEmpty()) {
            writer.commit("sending", messages(open));
            open.forEach(entry -> marks.put(entry.letterId(), entry.mark()));
          }
          return sent;
        });
    return sent;
  }

  private boolean isOpen(Entry entry) {
    RedriveMark mark = marks.get(entry.letterId());
    return mark == null || !mark.done() && !mark.equals(entry.mark());
  }

  private static List<TransactionalWriter.Message> messages(List<Entry> entries) {
    List<TransactionalWriter.Message> messages = new ArrayList<>();
    for (Entry entry : entries) {
      String letter = "letter " + entry.letterId();
      if (entry.message() != null) {
        messages.add(new TransactionalWriter.Message(letter, entry.message()));
      }
      messages.add(
          new TransactionalWriter.Message(
              "mark of " + letter, entry.mark().message(entry.letterId())));
    }
    return messages;
  }

  @Override
  public void close() {
    writer.close();
  }
}
