package dev.rollcall.cli.letters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.kafka.LetterStatus;
import dev.rollcall.kafka.RedriveResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Letters as JSON; never a payload or a record's key. */
final class LetterJson {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private LetterJson() {}

  static String list(List<LetterStatus> letters) {
    ObjectNode root = JSON.createObjectNode();
    letters.forEach(letter -> letter(root.withArray("/letters").addObject(), letter));
    counts(letters)
        .forEach((reason, count) -> root.withObject("/reason_classes").put(reason, count));
    return text(root);
  }

  static String results(List<RedriveResult> results, boolean dryRun) {
    ObjectNode root = JSON.createObjectNode().put("dry_run", dryRun);
    for (RedriveResult result : results) {
      ObjectNode node = root.withArray("/letters").addObject();
      letter(node, result.status());
      node.put("outcome", label(result.outcome())).put("detail", result.detail());
    }
    return text(root);
  }

  static Map<String, Long> counts(List<LetterStatus> letters) {
    Map<String, Long> counts = new TreeMap<>();
    letters.forEach(status -> counts.merge(status.letter().reasonClass(), 1L, Long::sum));
    return counts;
  }

  static String label(RedriveResult.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void letter(ObjectNode node, LetterStatus status) {
    DeadLetter letter = status.letter();
    node.put("id", status.id())
        .put("short_id", status.shortId())
        .put("topic", letter.source())
        .put("source_id", letter.partition().sourceId())
        .put("partition", letter.partition().partition())
        .put("offset", letter.offset())
        .put("ordinal", letter.ordinal())
        .put("path", letter.element().path())
        .put("timestamp", letter.timestamp().toString())
        .put("stage", letter.stage().label())
        .put("sink", letter.sink())
        .put("reason_class", letter.reasonClass())
        .put("reason", letter.reason())
        .put("attempt", status.attempt())
        .put("state", status.state().label())
        .put("payload", status.stored().payload().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .put("sha256", status.stored().sha256())
        .put("element_sha256", letter.element().sha256())
        .put("branch", letter.element().branch())
        .put("form", status.stored().form());
  }

  private static String text(ObjectNode root) {
    root.withArray("/letters");
    return root.toPrettyString() + "\n";
  }
}
