package dev.rollcall.benchmarks.workload;

import dev.rollcall.testkit.randomuser.UserGenerator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The data of every benchmark: distinct invented users of many nationalities, about 1.1 KB of JSON
 * each. A fixed seed and a fixed clock give the same bytes in every process and every build.
 * Threadsafe.
 */
public final class SampleUsers {

  private static final Instant FIRST_DAY = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DAYS = 3;
  private static final String SEED = "rollcall-benchmarks";

  private static final UserGenerator GENERATOR =
      new UserGenerator(Clock.fixed(FIRST_DAY, ZoneOffset.UTC));

  private SampleUsers() {}

  /** One user as JSON in UTF-8. */
  public static byte[] user(int index) {
    return GENERATOR.user(SEED, index);
  }

  /** The first {@code count} users. */
  public static byte[][] users(int count) {
    byte[][] users = new byte[count][];
    for (int i = 0; i < count; i++) {
      users[i] = user(i);
    }
    return users;
  }

  /** Replies of the API, each an envelope that holds {@code size} users in {@code results}. */
  public static byte[][] envelopes(int count, int size) {
    byte[][] envelopes = new byte[count][];
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream json = new ByteArrayOutputStream(size * 1200);
      json.writeBytes("{\"results\":[".getBytes(StandardCharsets.UTF_8));
      for (int j = 0; j < size; j++) {
        json.writeBytes(j == 0 ? new byte[0] : new byte[] {','});
        json.writeBytes(user(i * size + j));
      }
      json.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
      envelopes[i] = json.toByteArray();
    }
    return envelopes;
  }

  /** The record time of user {@code index}: one of three days. */
  public static Instant recordTime(int index) {
    return FIRST_DAY.plus(Duration.ofDays(index % DAYS));
  }
}
