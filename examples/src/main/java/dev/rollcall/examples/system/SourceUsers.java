package dev.rollcall.examples.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.kafka.KafkaRecords;
import dev.rollcall.kafka.KafkaTopic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The users of a topic, read with a JSON tree: nothing of the pipeline reads them. */
final class SourceUsers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SourceUsers() {}

  /** What should be there of each user: by the newest record that is one of the API's users. */
  static Map<UUID, Map<String, @Nullable Object>> newest(
      KafkaTopic topic, Function<JsonNode, Map<String, @Nullable Object>> expected) {
    Map<UUID, Map<String, @Nullable Object>> users = new HashMap<>();
    // messages are keyed by user, so those of one user stand in one partition, in order
    KafkaRecords.read(
        topic,
        record -> {
          JsonNode user = tree(record.value());
          String id = user.at("/login/uuid").asText();
          if (!id.isEmpty()) {
            users.put(UUID.fromString(id), expected.apply(user));
          }
        });
    return users;
  }

  private static JsonNode tree(byte @Nullable [] value) {
    try {
      return JSON.readTree(value == null ? new byte[0] : value);
    } catch (IOException noUser) {
      return JSON.missingNode();
    }
  }
}
