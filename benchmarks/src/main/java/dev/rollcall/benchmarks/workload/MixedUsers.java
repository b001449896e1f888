package dev.rollcall.benchmarks.workload;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The sample users as producers differ: by turns as they are, with {@code \\u} escapes, with spaces
 * and line breaks, with the fields the other way round, and with fields that nobody declared while
 * others are absent. Threadsafe.
 */
public final class MixedUsers {

  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final ObjectMapper ESCAPED =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private MixedUsers() {}

  /** The first {@code count}. */
  public static byte[][] users(int count) {
    byte[][] users = new byte[count][];
    for (int i = 0; i < count; i++) {
      try {
        users[i] = user(i);
      } catch (IOException e) {
        throw new UncheckedIOException("in memory", e);
      }
    }
    return users;
  }

  private static byte[] user(int index) throws IOException {
    byte[] plain = SampleUsers.user(index);
    ObjectNode user = (ObjectNode) PLAIN.readTree(plain);
    return switch (index % 5) {
      case 1 -> ESCAPED.writeValueAsBytes(user);
      case 2 -> PLAIN.writerWithDefaultPrettyPrinter().writeValueAsBytes(user);
      case 3 -> PLAIN.writeValueAsBytes(reversed(user));
      case 4 -> {
        user.remove(List.of("cell", "picture"));
        user.putObject("consent").put("version", index).putArray("channels").add("mail").add("web");
        yield PLAIN.writeValueAsBytes(user);
      }
      default -> plain;
    };
  }

  private static ObjectNode reversed(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    ObjectNode reversed = PLAIN.createObjectNode();
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      boolean deeper = object.get(name) instanceof ObjectNode;
      reversed.set(name, deeper ? reversed((ObjectNode) object.get(name)) : object.get(name));
    }
    return reversed;
  }
}
