package dev.rollcall.kafka.load;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.CompactedLog;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/**
 * Loads records into a topic, page by page; a load can be killed and run again, and writes each
 * page once.
 *
 * <p>Pages are numbered from 0 and written in Kafka transactions together with the load's progress,
 * which the compacted topic {@code rollcall.loads} keeps. A load that is opened again continues
 * after its last committed page; a finished one adds nothing. Readers with {@code read_committed}
 * see whole pages only.
 *
 * <pre>{@code
 * try (KafkaLoad load = KafkaLoad.open(users, "seed=42,users=1000")) {
 *   for (long page = load.pagesDone(); page < 10; page++) {
 *     load.page(page, fetch(page));
 *   }
 *   load.finish();
 * }
 * }</pre>
 *
 * <p>The id must name all that determines the content of a page: the seed and every parameter, page
 * size included, or a file's SHA-256. A load belongs to one topic id: a topic that is deleted and
 * created again is loaded anew. One process at a time runs a load; when a second one opens it, the
 * first is fenced and fails.
 *
 * <p>Not threadsafe.
 */
public final class KafkaLoad implements AutoCloseable {

  private static final int LONGEST_ID = 500;

  private final String where;
  private final LoadTransactions transactions;

  private KafkaLoad(String where, LoadTransactions transactions) {
    this.where = where;
    this.transactions = transactions;
  }

  /**
   * Takes the load over from the process that ran it before, and reads its progress.
   *
   * @param loadId at most 500 characters
   * @throws ConfigurationException if there is no such topic
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   * @throws dev.rollcall.core.error.FatalException if this user may not use transactions or {@code
   *     rollcall.loads}
   */
  public static KafkaLoad open(KafkaTopic topic, String loadId) {
    return open(topic, loadId, RetryPolicy.DEFAULT);
  }

  /** As {@link #open(KafkaTopic, String)}, with other retries. */
  public static KafkaLoad open(KafkaTopic topic, String loadId, RetryPolicy retry) {
    String where = "load '" + loadId + "' into " + topic.place();
    String key = prepared(topic, loadId, retry);
    CompactedLog log = LoadProgress.log(topic);
    return new KafkaLoad(
        where,
        new LoadTransactions(
            where,
            topic.name(),
            key,
            () -> KafkaClients.transactionalProducer(topic, transactionalId(key)),
            () -> LoadProgress.read(where, log, key),
            retry));
  }

  /** A load over given transactions. */
  static KafkaLoad over(String where, LoadTransactions transactions) {
    return new KafkaLoad(where, transactions);
  }

  /** Checks topic and id, creates the log of loads, and returns the load's key in it. */
  static String prepared(KafkaTopic topic, String loadId, RetryPolicy retry) {
    if (loadId.isBlank() || loadId.length() > LONGEST_ID) {
      throw new ConfigurationException(
          "load id: got %d characters, expected 1 to %d that name the seed and all parameters, or a file's SHA-256"
              .formatted(loadId.length(), LONGEST_ID));
    }
    return retry.call(
        () -> {
          try (Admin admin = KafkaClients.admin(topic)) {
            TopicIdentity identity = TopicAdmin.identify(admin, topic);
            LoadProgress.log(topic).prepare(admin);
            return identity.incarnation() + "/" + loadId;
          }
        });
  }

  static String transactionalId(String key) {
    return "rollcall.load." + key;
  }

  /** How many pages are committed; also the number of the next one. */
  public long pagesDone() {
    return transactions.progress().pages();
  }

  /** How many records the committed pages hold. */
  public long recordsDone() {
    return transactions.progress().records();
  }

  /** Whether the load is finished, with nothing left to do. */
  public boolean finished() {
    return transactions.progress().done();
  }

  /**
   * Writes a page, all of it or nothing; the page is committed when this returns. Skips a page that
   * is committed already.
   *
   * @param number the page's number, from 0, without gaps
   * @return whether this call wrote the page
   * @throws dev.rollcall.core.error.DataException if a record is too large; the message names it
   *     and the limit
   * @throws dev.rollcall.core.error.TransientException if all attempts failed; the page may be
   *     tried again, here or in a new load of the same id
   * @throws dev.rollcall.core.error.FatalException if another process took the load over
   */
  public boolean page(long number, List<LoadRecord> records) {
    LoadProgress progress = transactions.progress();
    if (number < 0 || number > progress.pages()) {
      throw new IllegalArgumentException(
          where + ": got page " + number + ", expected page " + progress.pages());
    }
    if (number < progress.pages()) {
      return false;
    }
    if (progress.done()) {
      throw new IllegalStateException(
          "%s: got page %d, but the load is finished with %d pages; another content needs another load id"
              .formatted(where, number, progress.pages()));
    }
    List<LoadRecord> page = List.copyOf(records);
    transactions.write(page, progress.withPage(page.size()));
    return true;
  }

  /** Marks the load as finished, after its last page. A second call changes nothing. */
  public void finish() {
    LoadProgress progress = transactions.progress();
    if (!progress.done()) {
      transactions.write(List.of(), progress.finished());
    }
  }

  /** Closes the connections; the progress stays. */
  @Override
  public void close() {
    transactions.close();
  }
}
