package dev.rollcall.benchmarks.micro;

import dev.rollcall.benchmarks.workload.SampleUsers;
import java.time.Instant;

/** The sample users, one after the other and round again. */
public final class SampleCycle {

  /** The system property that says how many, {@value}. */
  public static final String COUNT = "rollcall.bench.users";

  private final byte[][] json = SampleUsers.users(count());
  private int index = -1;

  static int count() {
    return Integer.getInteger(COUNT, 1_000);
  }

  byte[] next() {
    index = index + 1 == json.length ? 0 : index + 1;
    return json[index];
  }

  int index() {
    return index;
  }

  Instant recordTime() {
    return SampleUsers.recordTime(index);
  }
}
