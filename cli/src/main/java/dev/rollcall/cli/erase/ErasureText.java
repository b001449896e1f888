package dev.rollcall.cli.erase;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.kafka.erase.Erasure;
import dev.rollcall.kafka.redrive.LetterStatus;
import java.util.List;

/** An erasure for people and as JSON; never with the key. */
final class ErasureText {

  private ErasureText() {}

  /**
   * For people.
   *
   * @param letterTopic the topic of the letters; "" if none was looked at
   */
  static String of(Erasure erasure, String letterTopic) {
    StringBuilder text = new StringBuilder();
    boolean planned = erasure.written().isEmpty();
    line(
        text,
        "delete",
        (erasure.isTombstone() ? "a message without a value" : "an element that deletes")
            + (planned ? ", would be" : ",")
            + " dated "
            + erasure.time()
            + ", later than everything in topic "
            + erasure.topic()
            + erasure
                .written()
                .map(at -> ": partition %d, offset %d".formatted(at.partition(), at.offset()))
                .orElse("; nothing was written (--dry-run)"));
    erasure
        .written()
        .ifPresent(
            at ->
                line(
                    text,
                    "done",
                    "by a consumer group when its committed offset of partition %d is above %d (kafka-consumer-groups.sh --describe --group GROUP), if its type declares the delete: its report counts 1 deleted"
                        .formatted(at.partition(), at.offset())));
    erasure
        .letters()
        .ifPresentOrElse(
            letters -> letters(text, letters, letterTopic, planned),
            () ->
                line(
                    text,
                    "letters",
                    "not looked at: there is no topic %s.dead-letters; name another with --dead-letter-topic"
                        .formatted(erasure.topic())));
    erasure.aggregates().forEach(each -> line(text, "figures", each));
    erasure.limits().forEach(each -> line(text, "note", each));
    return text.toString();
  }

  private static void letters(
      StringBuilder text, Erasure.Letters letters, String topic, boolean planned) {
    line(
        text,
        "letters",
        "%s: %d %s from re-drive, %d of which nobody can tell whose they are"
            .formatted(
                topic,
                letters.barred().size(),
                planned ? "would be barred" : "barred",
                letters.untold().size()));
    letters.untold().forEach(each -> line(text, "untold", each.shortId() + "  " + each.position()));
    if (letters.kept() > 0) {
      line(
          text,
          "kept",
          "records in %s that hold the person, and stay as long as letters of others need them: %d"
              .formatted(topic, letters.kept()));
    }
  }

  private static void line(StringBuilder text, String what, String said) {
    text.append("%-8s %s\n".formatted(what, said));
  }

  static ObjectNode json(Erasure erasure) {
    ObjectNode root =
        new ObjectMapper()
            .createObjectNode()
            .put("topic", erasure.topic())
            .put("applied", erasure.written().isPresent())
            .put("tombstone", erasure.isTombstone())
            .put("time", erasure.time().toString());
    erasure
        .written()
        .ifPresent(at -> root.put("partition", at.partition()).put("offset", at.offset()));
    erasure
        .letters()
        .ifPresent(
            letters -> {
              ids(root.putArray("barred"), letters.barred());
              ids(root.putArray("untold"), letters.untold());
              root.put("kept", letters.kept());
            });
    erasure.aggregates().forEach(root.putArray("aggregates")::add);
    erasure.limits().forEach(root.putArray("limits")::add);
    return root;
  }

  private static void ids(ArrayNode array, List<LetterStatus> letters) {
    letters.forEach(each -> array.add(each.id()));
  }
}
