package dev.rollcall.kafka.erase;

import dev.rollcall.kafka.redrive.LetterStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an erase did, or would do. Nothing in it tells the key.
 *
 * @param topic the topic of the delete
 * @param isTombstone whether the delete is a message without a value; else it is an element
 * @param time the time of the delete; of a topic with {@code LogAppendTime} that is not written to
 *     yet, about now
 * @param written where the delete is; empty if it was only planned
 * @param letters the dead letters; empty if none were looked at
 * @param aggregates what the aggregations of the named pipelines keep of a person, a line each
 * @param limits what this does not do, a line each
 */
public record Erasure(
    String topic,
    boolean isTombstone,
    Instant time,
    Optional<Written> written,
    Optional<Letters> letters,
    List<String> aggregates,
    List<String> limits) {

  /** Copies. */
  public Erasure {
    aggregates = List.copyOf(aggregates);
    limits = List.copyOf(limits);
  }

  /**
   * Where the delete is. A consumer group has read past it once its committed offset of this
   * partition is greater; whether it took it for a delete its report says, which counts 1 deleted.
   *
   * @param partition from 0
   * @param offset from 0
   */
  public record Written(int partition, long offset) {}

  /**
   * The dead letters of the topic's records.
   *
   * @param barred those whose re-drive would send the person again; they are never sent. One that
   *     sends a whole record, as those of branches and items do, is barred for all whom it holds
   * @param unidentified those of which nobody can tell whose they are, because no key can be read
   *     from what a re-drive would send, or, of a letter without payload, from the message key that
   *     it holds; they stay as they are
   * @param retained how many records of the person something stays of in the dead-letter topic: the
   *     record, because letters of others need it, or an earlier release stored it in the letter;
   *     or its message key, in a letter without payload
   */
  public record Letters(List<LetterStatus> barred, List<LetterStatus> unidentified, int retained) {

    /** Copies. */
    public Letters {
      barred = List.copyOf(barred);
      unidentified = List.copyOf(unidentified);
    }
  }
}
