package dev.rollcall.faults.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * Users that are good but for one thing that could only be used by guessing: each must be a dead
 * letter, however much the text or number looks like something.
 */
final class Undeclared {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Seconds, milliseconds, a day in digits, days, a year, a spreadsheet's day, nanoseconds. */
  private static final List<Long> NUMBERS =
      List.of(94_694_400L, 94_694_400_000L, 19_900_525L, 6_695L, 1990L, 33_018L, 0L, -1L, 1L << 60);

  private static final List<String> TIMES = TextLists.get("times");

  private static final List<String> NO_NUMBERS = TextLists.get("noNumbers");

  /** {@code json.dumps(float("nan"))} and its like stand where a number does. */
  private static final List<String> NO_JSON = TextLists.get("noJson");

  private static final List<UnaryOperator<ObjectNode>> WITHOUT_KEY =
      List.of(
          user -> keyed(user, NODES.textNode(""), "", ""),
          user -> keyed(user, NODES.textNode(" "), " ", "\t"),
          user -> keyed(user, NODES.nullNode(), "\u2003", ""));

  private static final List<Function<ObjectNode, byte[]>> NO_UTF_8_JSON =
      List.of(
          user -> ("\uFEFF" + user).getBytes(StandardCharsets.UTF_16LE),
          user -> user.toString().getBytes(StandardCharsets.UTF_16LE),
          user -> user.toString().getBytes(StandardCharsets.UTF_16BE),
          user -> gzip(user.toString().getBytes(StandardCharsets.UTF_8)),
          user -> utf8(NODES.textNode(user.toString()).toString()),
          user -> utf8(NODES.textNode(NODES.textNode(user.toString()).toString()).toString()),
          user -> utf8("\0\0\0\0\7" + user),
          user -> utf8(user + "\n" + user),
          user -> utf8(user.toString() + user));

  private Undeclared() {}

  /** The {@code number}th of them, made of a good user. */
  static byte[] of(byte[] good, int number) {
    ObjectNode user = ExpectedUser.tree(good);
    int which = number / 6;
    return switch (number % 6) {
      case 0 ->
          utf8(
              with(
                  user,
                  which % 2 == 0 ? "/dob" : "/registered",
                  "date",
                  NODES.numberNode(of(NUMBERS, which))));
      case 1 -> utf8(with(user, "/dob", "date", NODES.textNode(of(TIMES, which))));
      case 2 ->
          utf8(
              with(
                  user,
                  "/location/coordinates",
                  which % 2 == 0 ? "latitude" : "longitude",
                  NODES.textNode(of(NO_NUMBERS, which))));
      case 3 ->
          utf8(with(user, "/dob", "age", NODES.textNode("@")).replace("\"@\"", of(NO_JSON, which)));
      case 4 -> utf8(of(WITHOUT_KEY, which).apply(user).toString());
      default -> of(NO_UTF_8_JSON, which).apply(user);
    };
  }

  private static <T> T of(List<T> all, int which) {
    return all.get(Math.floorMod(which, all.size()));
  }

  private static String with(ObjectNode user, String object, String field, JsonNode value) {
    user.withObject(object).set(field, value);
    return user.toString();
  }

  /** With nothing that a key could be made of, but for a first name. */
  private static ObjectNode keyed(ObjectNode user, JsonNode uuid, String username, String email) {
    user.withObject("/login").set("uuid", uuid);
    user.withObject("/login").put("username", username);
    user.put("email", email);
    user.withObject("/name").put("last", "");
    user.remove("id");
    return user;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
