package dev.rollcall.benchmarks.workload;

import java.nio.charset.StandardCharsets;

/**
 * As many users as wanted, each with an id of its own, in little memory: {@value #FORMS} sample
 * users come round again and again with another {@code login.uuid}. Threadsafe.
 */
public final class GrowingUsers {

  /** How many differ in more than the id. */
  public static final int FORMS = 16_384;

  private static final byte[] UUID_FIELD = "\"uuid\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final int UUID_LENGTH = 36;
  private static final int DIGITS = 8;

  private final byte[][] forms = SampleUsers.users(FORMS);
  private final int[] uuids = new int[FORMS];

  /** Makes the forms. */
  public GrowingUsers() {
    for (int i = 0; i < FORMS; i++) {
      uuids[i] = uuid(forms[i]);
    }
  }

  private static int uuid(byte[] user) {
    for (int at = 0; at < user.length - UUID_FIELD.length; at++) {
      int matched = 0;
      while (matched < UUID_FIELD.length && user[at + matched] == UUID_FIELD[matched]) {
        matched++;
      }
      if (matched == UUID_FIELD.length) {
        return at + matched;
      }
    }
    throw new IllegalStateException("a sample user without a uuid");
  }

  /** User {@code number}, from 0. */
  public byte[] user(int number) {
    int form = number % FORMS;
    byte[] user = forms[form].clone();
    int last = uuids[form] + UUID_LENGTH - 1;
    for (int digit = 0; digit < DIGITS; digit++) {
      user[last - digit] = HEX[number >>> 4 * digit & 15];
    }
    return user;
  }
}
