package dev.rollcall.faults.secret;

import dev.rollcall.testkit.randomuser.UserGenerator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Users with canaries for secrets, well made and broken; the same for the same seed. */
final class SecretRecords {

  private static final List<String> NAMES = List.of("password", "salt", "md5", "sha1", "sha256");

  private final UserGenerator users;
  private final Canaries canaries;
  private final Random random;
  private long made;

  SecretRecords(UserGenerator users, Canaries canaries, long seed) {
    this.users = users;
    this.canaries = canaries;
    this.random = new Random(seed);
  }

  /** The next one; the kinds come round in order. */
  byte[] next() {
    long number = made++;
    String user = new String(users.user("secret", Math.toIntExact(number)), StandardCharsets.UTF_8);
    for (String name : NAMES) {
      user = user.replaceFirst("\"" + name + "\":\"[^\"]*\"", field(name));
    }
    return kind((int) (number % 24), number, user).getBytes(StandardCharsets.UTF_8);
  }

  private String kind(int kind, long number, String user) {
    return switch (kind) {
      case 0, 1, 2 -> user;
      case 3 -> flat(number);
      case 4 -> with(user, String.join(",", NAMES.stream().map(this::field).toList()));
      case 5 -> "{\"results\":[" + user + "," + flat(number) + "]}";
      case 6 -> with(user, "\"nested\":{\"deep\":[{" + field("password") + "}]}");
      case 7 -> user.replace("\"first\":", field("password") + ",\"first\":");
      case 8 -> user.replaceFirst("\"age\":\\d+", "\"age\":{" + field("password") + "}");
      case 9 -> user.replaceFirst("\"gender\":\"[^\"]*\"", "\"gender\":{" + field("salt") + "}");
      case 10 -> user.replaceFirst("\"uuid\":\"[^\"]*\"", "\"uuid\":[{" + field("md5") + "}]");
      case 11 -> with(user, field("PassWord") + "," + field("SALT") + "," + field("Sha256"));
      case 12 -> with(user, "\"password\":\"" + canaries.next().repeat(3_000) + "\"");
      case 13 -> user.replaceFirst("\"salt\":\"[^\"]*\"", "\"salt\":" + canaries.next());
      case 14 -> user.replaceFirst("\"salt\":\"[^\"]*\"", "\"salt\":'" + canaries.next() + "'");
      case 15 -> user.replaceFirst("\"salt\":\"", "\"salt\":\"\\\\x" + canaries.next());
      case 16 -> user.replaceFirst("\"salt\":\"", "\"salt\":\"" + canaries.next() + "\u0001");
      case 17 -> user.replaceFirst("\"salt\":\"", "\"salt\":\"" + canaries.next() + "\"");
      case 18 -> user.substring(0, user.indexOf("\"salt\":\"") + 10 + random.nextInt(20));
      case 19 -> user.replaceFirst("\"salt\":", field("password") + ",\"salt\":");
      case 20 -> user + " " + canaries.next();
      case 21 -> "{\"error\":{" + field("password") + "}}";
      case 22 -> "{\"dob\":{\"age\":\"x\"}," + field("password") + "}";
      default ->
          with(user, "\"password\":{" + field("a") + ",\"b\":[\"" + canaries.next() + "\"]}");
    };
  }

  private String flat(long number) {
    return "{\"username\":\"flat-%d\",\"email\":\"f%d@example.com\",\"age\":41,%s}"
        .formatted(number, number, String.join(",", NAMES.stream().map(this::field).toList()));
  }

  private static String with(String user, String fields) {
    return "{" + fields + "," + user.substring(1);
  }

  private String field(String name) {
    return "\"" + name + "\":\"" + canaries.next() + "\"";
  }
}
