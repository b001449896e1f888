package dev.rollcall.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaRecords;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The records of a topic, read with a JSON tree: nothing of the pipeline reads them. */
public final class SourceRecords {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SourceRecords() {}

  /** What should be there of each user: by the newest record that is one of the API's users. */
  public static Map<String, Map<String, @Nullable Object>> newestUsers(
      KafkaTopic topic, Function<JsonNode, Map<String, @Nullable Object>> expected) {
    Map<String, Map<String, @Nullable Object>> users = new HashMap<>();
    eachUser(topic, user -> users.put(user.at("/login/uuid").asText(), expected.apply(user)));
    return users;
  }

  /** Every record that is one of the API's users. */
  public static void eachUser(KafkaTopic topic, Consumer<JsonNode> action) {
    each(
        topic,
        user -> {
          if (!user.at("/login/uuid").asText().isEmpty()) {
            action.accept(user);
          }
        });
  }

  /** Every record that is JSON. Those of one key stand in one partition, in order. */
  public static void each(KafkaTopic topic, Consumer<JsonNode> action) {
    KafkaRecords.read(
        topic,
        record -> {
          JsonNode tree = tree(record.value());
          if (!tree.isMissingNode()) {
            action.accept(tree);
          }
        });
  }

  /** The tree of a text, missing if it is no JSON. */
  public static JsonNode tree(byte @Nullable [] value) {
    try {
      return JSON.readTree(value == null ? new byte[0] : value);
    } catch (IOException noUser) {
      return JSON.missingNode();
    }
  }
}
