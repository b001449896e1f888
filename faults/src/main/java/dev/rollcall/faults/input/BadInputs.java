package dev.rollcall.faults.input;

import dev.rollcall.testkit.randomuser.UserGenerator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes bad input, the same for the same seed. Not threadsafe. */
final class BadInputs {

  /** What kind of input, and what must become of it. */
  enum Kind {
    MUST_REJECT,
    IMPOSSIBLE_NUMBER,
    BOMB,
    UNDECLARED,
    FALSE_UUID,
    NAUGHTY_STRING,
    MUTATION;

    /** True if it must become exactly one dead letter; else it is rows or dead letters. */
    boolean mustBeOneLetter() {
      return this == MUST_REJECT || this == IMPOSSIBLE_NUMBER || this == UNDECLARED || this == BOMB;
    }
  }

  /**
   * An input.
   *
   * @param kind what it is
   * @param bytes the record
   * @param never the key of somebody else, which no row of it may have
   */
  record Input(Kind kind, byte[] bytes, @Nullable UUID never) {
    Input(Kind kind, byte[] bytes) {
      this(kind, bytes, null);
    }

    Input(Kind kind, String json) {
      this(kind, json.getBytes(StandardCharsets.UTF_8), null);
    }
  }

  private static final List<String> MUST_REJECT = TextLists.get("mustReject");
  private static final List<String> NUMBERS = TextLists.get("numbers");
  private static final List<String> NAUGHTY = TextLists.get("naughty");

  private final UserGenerator users;
  private final Random random;
  private long made;

  BadInputs(UserGenerator users, long seed) {
    this.users = users;
    this.random = new Random(seed);
  }

  /** The next one; the fixed ones come round again and again. */
  Input next() {
    long number = made++;
    return switch ((int) (number % 10)) {
      case 0 ->
          new Input(Kind.MUST_REJECT, MUST_REJECT.get((int) (number / 10 % MUST_REJECT.size())));
      case 1 ->
          new Input(Kind.IMPOSSIBLE_NUMBER, withAge(NUMBERS.get((int) (number / 10 % 5)), number));
      case 2 -> number / 10 % 50 == 0 ? bomb() : naughty(number);
      case 3 -> naughty(number);
      case 4 -> new Input(Kind.UNDECLARED, Undeclared.of(user(number), (int) (number / 10)));
      case 5 -> falseUuid(number);
      default -> new Input(Kind.MUTATION, mutated(user(number)));
    };
  }

  private byte[] user(long number) {
    return users.user("bad", Math.toIntExact(number));
  }

  private static String withAge(String age, long number) {
    return "{\"username\":\"user-%d\",\"age\":%s}".formatted(number, age);
  }

  /** 36 characters that Java takes for a UUID, as it does for many other texts. */
  private Input falseUuid(long number) {
    String user = new String(user(number), StandardCharsets.UTF_8);
    String text = "%07d-12345-1234-1234-123456789012".formatted(random.nextInt(10_000_000));
    String changed = user.replaceFirst("\"uuid\":\"[^\"]*\"", "\"uuid\":\"" + text + "\"");
    return new Input(
        Kind.FALSE_UUID, changed.getBytes(StandardCharsets.UTF_8), UUID.fromString(text));
  }

  private Input bomb() {
    return new Input(
        Kind.BOMB,
        switch (random.nextInt(4)) {
          case 0 -> "[".repeat(100_000) + "]".repeat(100_000);
          case 1 -> "{\"x\":" + "{\"a\":".repeat(20_000);
          case 2 -> withAge("9".repeat(100_000), 0);
          default -> "{\"username\":\"" + "x".repeat(21_000_000) + "\"}";
        });
  }

  /** One string value of a user is replaced. */
  private Input naughty(long number) {
    String user = new String(user(number), StandardCharsets.UTF_8);
    int which = random.nextInt(NAUGHTY.size() + 1);
    String naughty = which == NAUGHTY.size() ? "x".repeat(70_000) : NAUGHTY.get(which);
    String[] parts = user.split(":\"", -1);
    int field = 1 + random.nextInt(parts.length - 1);
    parts[field] = naughty + parts[field].substring(Math.max(0, parts[field].indexOf('"')));
    return new Input(Kind.NAUGHTY_STRING, String.join(":\"", parts));
  }

  private byte[] mutated(byte[] user) {
    StringBuilder bytes = new StringBuilder(new String(user, StandardCharsets.ISO_8859_1));
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && bytes.length() > 1; i++) {
      int at = random.nextInt(bytes.length());
      int to = Math.min(bytes.length(), at + 1 + random.nextInt(30));
      switch (random.nextInt(5)) {
        case 0 -> bytes.setCharAt(at, (char) (bytes.charAt(at) ^ (1 << random.nextInt(8))));
        case 1 -> bytes.setLength(at);
        case 2 -> bytes.delete(at, to);
        case 3 -> bytes.insert(to, bytes.substring(at, to));
        default -> bytes.setCharAt(at, "{}[]\",:\\0-e.".charAt(random.nextInt(12)));
      }
    }
    return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
