package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.pipeline.ElementRedrive;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import dev.rollcall.kafka.source.AttemptHeader;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Decides what a re-drive does about a letter, and creates the message to send. Not threadsafe. */
final class RedrivePlanner {

  static final String BARRED = "holds a person who was erased, and is never sent";

  /** Headers of an earlier re-drive, which new ones replace. */
  private static final Set<String> OWN =
      Set.of(AttemptHeader.NAME, Redrive.ORIGIN, ElementRedrive.ONLY);

  private final ElementRedrive.Finder elements;
  private final RedriveTargets targets;
  private final int maxAttempts;
  private final @Nullable Pipeline pipeline;

  RedrivePlanner(
      RecordType type,
      RedriveTargets targets,
      int maxAttempts,
      @Nullable Pipeline pipeline,
      boolean noEarlierVersion) {
    this.elements = new ElementRedrive.Finder(type, noEarlierVersion);
    this.targets = targets;
    this.maxAttempts = maxAttempts;
    this.pipeline = pipeline;
  }

  PlannedRedrive plan(LetterStatus status) {
    return switch (status.state()) {
      case REDRIVEN -> PlannedRedrive.none(status, Outcome.DONE_BEFORE, "was re-driven before");
      case BARRED -> PlannedRedrive.none(status, Outcome.BARRED, BARRED);
      case GIVEN_UP ->
          PlannedRedrive.left(
              status,
              "given up: tried %d times, at most %d".formatted(status.attempt(), maxAttempts));
      case NO_PAYLOAD -> PlannedRedrive.left(status, withoutPayload(status));
      case MAY_HAVE_BEEN_COUNTED -> PlannedRedrive.left(status, mayHaveBeenCounted(status));
      case OPEN -> open(status);
    };
  }

  private static String withoutPayload(LetterStatus status) {
    String why =
        switch (status.stored().payload()) {
          case TOO_LARGE -> "its payload was not kept (too large for the dead-letter topic)";
          case WITHHELD -> "its payload was not kept (the source is on another cluster)";
          case MISSING ->
              "its payload is missing from the dead-letter topic (compacted away, deleted, or just being written)";
          default -> "its payload was not kept (the record has none)";
        };
    return "%s; fetch it from the source: %s, SHA-256 %s"
        .formatted(why, status.position(), status.stored().sha256());
  }

  private static String mayHaveBeenCounted(LetterStatus status) {
    return ("may have been counted: earlier versions of Rollcall took such an element (%s now); if one of them processed this record, sending it again would count it twice. If none did, say so: --no-earlier-version")
        .formatted(status.letter().reasonClass());
  }

  private PlannedRedrive open(LetterStatus status) {
    DeadLetter letter = status.letter();
    byte[] value = letter.value();
    if (value == null || !letter.sha256().equals(status.stored().sha256())) {
      return PlannedRedrive.left(
          status,
          "its bytes are not those of the record: SHA-256 differs; fetch it from the source");
    }
    return letter.stage() == DeadLetter.Stage.SINK ? toSink(status, value) : toTopic(status, value);
  }

  /** Its element is already aggregated: sent to the source, it would be counted again. */
  private PlannedRedrive toSink(LetterStatus status, byte[] value) {
    String sink = status.letter().sink();
    if (pipeline == null) {
      return PlannedRedrive.left(
          status,
          "refused by a sink, %s: it was aggregated and goes to that sink only, which needs the pipeline"
              .formatted(sink));
    }
    String branch = status.letter().element().branch();
    if (!ElementRedrive.knows(pipeline, branch, sink)) {
      return PlannedRedrive.left(
          status,
          "pipeline '%s' has no sink '%s'%s"
              .formatted(
                  pipeline.name(), sink, branch.isEmpty() ? "" : " in branch '" + branch + "'"));
    }
    ElementRedrive.Finder.Found element =
        elements.find(status.stored().letter(), status.stored().form(), value);
    return element.bytes() == null
        ? PlannedRedrive.left(status, element.refusal())
        : new PlannedRedrive(
            new RedriveResult(status, Outcome.WRITTEN, "to " + sink), null, element);
  }

  private PlannedRedrive toTopic(LetterStatus status, byte[] value) {
    DeadLetter letter = status.letter();
    RedriveTargets.Target target = targets.of(letter);
    if (target.refusal() != null) {
      return PlannedRedrive.left(status, target.refusal());
    }
    if (letter.timestamp().toEpochMilli() < 0) {
      return PlannedRedrive.left(
          status, "its record has no timestamp, or one before 1970, which Kafka does not take");
    }
    ElementRedrive.Finder.Found element =
        elements.find(status.stored().letter(), status.stored().form(), value);
    if (element.bytes() == null) {
      return PlannedRedrive.left(status, element.refusal());
    }
    int number = letter.partition().partition();
    boolean same = target.sameTopic() && number < target.partitions();
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            target.topic(),
            // the partition of the original, whatever partitioner chose it
            same ? number : null,
            letter.timestamp().toEpochMilli(),
            letter.key(),
            element.bytes());
    for (SourceRecord.Header header : letter.headers()) {
      if (!OWN.contains(header.name())) {
        message.headers().add(header.name(), header.value());
      }
    }
    message
        .headers()
        .add(AttemptHeader.NAME, Integer.toString(letter.attempt() + 1).getBytes(UTF_8))
        .add(Redrive.ORIGIN, letter.id().getBytes(UTF_8));
    if (element.only() != null) {
      message.headers().add(element.only().name(), element.only().value());
    }
    return new PlannedRedrive(
        new RedriveResult(status, Outcome.SENT, "to topic " + target.topic()), message, null);
  }
}
