package dev.rollcall.cli.letters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.kafka.redrive.LetterStatus;
import dev.rollcall.kafka.redrive.RedriveResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Letters as JSON, never with a payload or a record's key, and their counts. */
final class LetterJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LetterJson() {}

  static ObjectNode list(List<LetterStatus> letters) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode array = root.putArray("letters");
    letters.forEach(letter -> put(array.addObject(), letter));
    if (!letters.isEmpty()) {
      root.putPOJO("reason_classes", counts(letters, each -> each.letter().reasonClass()));
    }
    return root;
  }

  static ObjectNode results(List<RedriveResult> results, boolean dryRun) {
    ObjectNode root = JSON.createObjectNode().put("dry_run", dryRun);
    ArrayNode array = root.putArray("letters");
    for (RedriveResult result : results) {
      put(array.addObject(), result.status())
          .put("outcome", label(result.outcome()))
          .put("detail", result.detail());
    }
    return root;
  }

  /** {@code DONE_BEFORE} as {@code done before}. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static <T> Map<String, Long> counts(List<T> all, Function<T, String> label) {
    return all.stream().collect(Collectors.groupingBy(label, TreeMap::new, Collectors.counting()));
  }

  /** {@code 2 given up, 3 open}. */
  static <T> String counted(List<T> all, Function<T, String> label) {
    return counts(all, label).entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private static ObjectNode put(ObjectNode node, LetterStatus status) {
    DeadLetter letter = status.letter();
    return node.put("id", status.id())
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
        .put("payload", label(status.stored().payload()))
        .put("sha256", status.stored().sha256())
        .put("element_sha256", letter.element().sha256())
        .put("branch", letter.element().branch())
        .put("form", status.stored().form());
  }
}
