package dev.rollcall.kafka.redrive;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.deadletter.StoredLetter;
import dev.rollcall.kafka.deadletter.StoredLetter.Payload;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.redrive.LetterStatus.State;
import dev.rollcall.kafka.source.AttemptHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters again, after the cause of their failure is repaired.
 *
 * <p>A re-drive sends the element of a letter, not its whole record, with the original timestamp,
 * key and headers, the header {@value AttemptHeader#NAME} increased by one, and the header {@value
 * #ORIGIN} with the letter's id. The message and a mark in the compacted topic {@code
 * rollcall.redrives} are one transaction: a re-drive that is killed and run again continues and
 * sends no letter twice. A replay of the source, which writes the same letters again, reopens none
 * of them.
 *
 * <p>The row of a letter that a sink refused is already aggregated. It never goes to the source,
 * where it would be counted a second time, but to that sink alone, which needs {@link #pipeline}.
 *
 * <p>Other readers of the topic see the element a second time: if several pipelines read it, send
 * the letters of one to a topic of its own, with {@link #to}. What was re-driven is in the log
 * twice: do not also rebuild from the start of the log with a definition that accepts the original.
 *
 * <p>Immutable, threadsafe; every method that takes an argument returns a changed copy.
 *
 * <pre>{@code
 * Redrive redrive = Redrive.of(letters, Users.recordType()).maxAttempts(5);
 * redrive.run(letter -> letter.letter().reasonClass().equals("wrong-type"));
 * }</pre>
 */
public final class Redrive {

  /** The header that names the letter a message comes from: {@value}. */
  public static final String ORIGIN = "rollcall.origin";

  /** How often an element is tried by default: {@value}. */
  public static final int MAX_ATTEMPTS = 3;

  private final DeadLetterTopic deadLetters;
  private final RecordType type;
  private final int maxAttempts;
  private final @Nullable String to;
  private final @Nullable Pipeline pipeline;
  private final boolean noEarlierVersion;

  private Redrive(
      DeadLetterTopic deadLetters,
      RecordType type,
      int maxAttempts,
      @Nullable String to,
      @Nullable Pipeline pipeline,
      boolean noEarlierVersion) {
    this.deadLetters = deadLetters;
    this.type = type;
    this.maxAttempts = maxAttempts;
    this.to = to;
    this.pipeline = pipeline;
    this.noEarlierVersion = noEarlierVersion;
  }

  /**
   * Re-drives the letters in this topic.
   *
   * @param type the type of the records, which defines the elements of an envelope
   */
  public static Redrive of(DeadLetterTopic deadLetters, RecordType type) {
    return new Redrive(deadLetters, type, MAX_ATTEMPTS, null, null, false);
  }

  /**
   * Re-drives the letters in this topic, also those whose rows a sink of this pipeline refused.
   * Letters of a branch are sent with the whole record, and a header that says what is meant.
   */
  public static Redrive of(DeadLetterTopic deadLetters, Pipeline pipeline) {
    return of(deadLetters, pipeline.branches().get(0).recordType()).pipeline(pipeline);
  }

  /**
   * Limits the attempts; an element that was tried so often is given up.
   *
   * @param attempts at least 1, the first attempt included
   */
  public Redrive maxAttempts(int attempts) {
    if (attempts < 1) {
      throw new ConfigurationException("max attempts: got " + attempts + ", expected at least 1");
    }
    return new Redrive(deadLetters, type, attempts, to, pipeline, noEarlierVersion);
  }

  /** Sends to this topic of the same cluster instead of the one that each letter comes from. */
  public Redrive to(String topic) {
    if (topic.equals(deadLetters.topic().name()) || topic.equals(RedriveMark.LOG)) {
      throw new ConfigurationException(
          "re-drive to '" + topic + "': expected a topic that a pipeline reads records from");
    }
    return new Redrive(deadLetters, type, maxAttempts, topic, pipeline, noEarlierVersion);
  }

  /** Names the pipeline whose sinks get back the rows they refused; opens a sink when needed. */
  public Redrive pipeline(Pipeline definition) {
    return new Redrive(deadLetters, type, maxAttempts, to, definition, noEarlierVersion);
  }

  /**
   * States that no earlier version of Rollcall processed the records of these letters. Otherwise a
   * re-drive leaves letters of elements that earlier versions took for rows or counted under
   * another number: a replay by this version dead-letters what may have been counted long ago, and
   * to send it again would count it twice.
   */
  public Redrive noEarlierVersion() {
    return new Redrive(deadLetters, type, maxAttempts, to, pipeline, true);
  }

  /**
   * Lists all letters and their states, in the order in which their ids first appeared. Holds them
   * in memory. Changes nothing.
   *
   * @throws ConfigurationException if there is no such dead-letter topic
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public List<LetterStatus> letters() {
    return statuses(DeadLetterSnapshot.read(deadLetters));
  }

  private List<LetterStatus> statuses(DeadLetterSnapshot snapshot) {
    Map<String, RedriveMark> marks = RedriveMark.readAll(RedriveMark.log(deadLetters.topic()));
    return snapshot.letters().stream()
        .map(stored -> status(stored, marks.get(stored.id())))
        .toList();
  }

  /**
   * Shows what {@link #run} would do now. Changes nothing and opens no sink.
   *
   * @param which chooses the letters
   */
  public List<RedriveResult> plan(Predicate<LetterStatus> which) {
    try (Admin admin = KafkaClients.admin(deadLetters.topic())) {
      return planned(admin, letters(), which).stream().map(PlannedRedrive::result).toList();
    }
  }

  /**
   * Sends the chosen letters that are open, and deletes the payloads whose letters are all
   * re-driven by now.
   *
   * @param which chooses the letters
   * @return the results in the order of the letters
   * @throws ConfigurationException if the topic of the letters, or that of {@link #to}, does not
   *     exist
   * @throws dev.rollcall.core.error.TransientException if the broker or a sink remains unavailable;
   *     run it again to continue
   * @throws dev.rollcall.core.error.FatalException if another process re-drives the same source
   */
  public List<RedriveResult> run(Predicate<LetterStatus> which) {
    return run(which, RetryPolicy.DEFAULT);
  }

  /** As {@link #run(Predicate)}, with other retries. */
  public List<RedriveResult> run(Predicate<LetterStatus> which, RetryPolicy retry) {
    DeadLetterSnapshot snapshot = DeadLetterSnapshot.read(deadLetters);
    List<LetterStatus> letters = statuses(snapshot);
    List<PlannedRedrive> planned;
    try (Admin admin = KafkaClients.admin(deadLetters.topic())) {
      planned = planned(admin, letters, which);
      if (planned.stream().anyMatch(PlannedRedrive::ready)) {
        RedriveMark.log(deadLetters.topic()).prepare(admin);
      }
    }
    List<RedriveResult> results =
        new RedriveRun(deadLetters.topic(), maxAttempts, pipeline, retry).run(planned);
    snapshot.deleteSettledPayloads(
        () -> RedriveMark.redriven(RedriveMark.log(deadLetters.topic())));
    return results;
  }

  /**
   * Bars letters from re-drive for good, because they hold a person who was erased: no re-drive
   * sends them, nor one that runs now, and no replay that writes them again opens them. Leaves
   * those that were re-driven before. Deletes the payloads of which all letters are settled now.
   *
   * @param which chooses the letters
   * @throws ConfigurationException if there is no such dead-letter topic
   * @throws dev.rollcall.core.error.TransientException if the broker remains unavailable; run it
   *     again
   * @throws dev.rollcall.core.error.FatalException if another process begins to re-drive the same
   *     source meanwhile
   */
  public void bar(Predicate<LetterStatus> which) {
    DeadLetterSnapshot snapshot = DeadLetterSnapshot.read(deadLetters);
    List<LetterStatus> letters = statuses(snapshot).stream().filter(which).toList();
    if (letters.isEmpty()) {
      return;
    }
    try (Admin admin = KafkaClients.admin(deadLetters.topic())) {
      RedriveMark.log(deadLetters.topic()).prepare(admin);
    }
    LetterBar.bar(deadLetters.topic(), letters);
    snapshot.deleteSettledPayloads(
        () -> RedriveMark.redriven(RedriveMark.log(deadLetters.topic())));
  }

  /** One process at a time re-drives the letters of a source, in whatever topic they are. */
  static String transactionalId(String sourceId) {
    return "rollcall.redrive." + sourceId;
  }

  private List<PlannedRedrive> planned(
      Admin admin, List<LetterStatus> letters, Predicate<LetterStatus> which) {
    RedriveTargets targets = new RedriveTargets(deadLetters.topic(), admin, to);
    RedrivePlanner planner =
        new RedrivePlanner(type, targets, maxAttempts, pipeline, noEarlierVersion);
    List<PlannedRedrive> all = new ArrayList<>();
    for (LetterStatus status : letters) {
      if (which.test(status)) {
        all.add(planner.plan(status));
      }
    }
    return all;
  }

  private LetterStatus status(StoredLetter stored, @Nullable RedriveMark mark) {
    DeadLetter letter = stored.letter();
    int attempt = mark == null ? letter.attempt() : Math.max(letter.attempt(), mark.attempt());
    if (mark != null && mark.done()) {
      State state = mark.barred() ? State.BARRED : State.REDRIVEN;
      return new LetterStatus(stored, state, letter.attempt());
    }
    if (stored.payload() != Payload.KEPT) {
      return new LetterStatus(stored, State.NO_PAYLOAD, attempt);
    }
    if (attempt >= maxAttempts) {
      return new LetterStatus(stored, State.GIVEN_UP, attempt);
    }
    boolean counted = letter.formerlyTaken() && !noEarlierVersion;
    return new LetterStatus(stored, counted ? State.MAY_HAVE_BEEN_COUNTED : State.OPEN, attempt);
  }
}
