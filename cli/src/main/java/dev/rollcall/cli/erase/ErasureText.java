package dev.rollcall.cli.erase;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.kafka.erase.Erasure;
import dev.rollcall.kafka.redrive.LetterStatus;
import java.util.List;

/**
 * An erasure for people and as JSON; never with the key.
 *
 * @param letterTopic the topic of the letters; "" if none was looked at
 * @param pipelinesKnown whether aggregates were looked at
 */
record ErasureText(Erasure erasure, String letterTopic, boolean pipelinesKnown) {

  /** For people. */
  String lines() {
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
                    "a consumer group has read past it when its committed offset of partition %d is above %d (kafka-consumer-groups.sh --describe --group GROUP), and took it for a delete if its report counts 1 deleted; run the erase again then, for letters made meanwhile"
                        .formatted(at.partition(), at.offset())));
    erasure
        .letters()
        .ifPresentOrElse(
            letters -> letters(text, letters, planned),
            () ->
                line(
                    text,
                    "letters",
                    "not looked at: there is no topic %s.dead-letters; name another with --dead-letter-topic"
                        .formatted(erasure.topic())));
    erasure.aggregates().forEach(each -> line(text, "figures", each));
    if (!pipelinesKnown) {
      line(
          text,
          "figures",
          "not looked at: the pipelines of this topic are not known here; name them in Java, Erase.pipelines(…)");
    }
    erasure.limits().forEach(each -> line(text, "note", each));
    return text.toString();
  }

  private void letters(StringBuilder text, Erasure.Letters letters, boolean planned) {
    line(
        text,
        "letters",
        "%s: %d %s from re-drive, %d of which nobody can tell whose they are"
            .formatted(
                letterTopic,
                letters.barred().size(),
                planned ? "would be barred" : "barred",
                letters.unidentified().size()));
    letters
        .unidentified()
        .forEach(
            each ->
                line(
                    text,
                    "unidentified",
                    each.shortId()
                        + "  "
                        + each.position()
                        + "  (look at it; to bar it: Redrive.bar in Java)"));
    if (letters.retained() > 0) {
      line(
          text,
          "retained",
          "records of the person of which %s keeps something, as letters of others need them or hold their key: %d"
              .formatted(letterTopic, letters.retained()));
    }
  }

  private static void line(StringBuilder text, String what, String said) {
    text.append("%-12s %s\n".formatted(what, said));
  }

  /** For programs; what was not looked at is not there. */
  ObjectNode json() {
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
              ids(root.putArray("unidentified"), letters.unidentified());
              root.put("retained", letters.retained());
            });
    if (pipelinesKnown) {
      erasure.aggregates().forEach(root.putArray("aggregates")::add);
    }
    erasure.limits().forEach(root.putArray("limits")::add);
    return root;
  }

  private static void ids(ArrayNode array, List<LetterStatus> letters) {
    letters.forEach(each -> array.add(each.id()));
  }
}
