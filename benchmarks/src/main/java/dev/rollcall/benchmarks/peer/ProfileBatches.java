package dev.rollcall.benchmarks.peer;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.SampleUsers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Profiles that are made once, for what measures writing alone. Not threadsafe. */
public final class ProfileBatches {

  /** The record time of all. */
  public static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static final int SIZE = 1_000;
  private static List<List<@Nullable Object[]>> made = List.of();

  private ProfileBatches() {}

  /** The profiles of all users; made by the first call, which warms up. */
  public static List<List<@Nullable Object[]>> of(ForkInput input) throws IOException {
    if (made.isEmpty()) {
      List<List<@Nullable Object[]>> batches = new ArrayList<>();
      for (int from = 0; from < input.users(); from += SIZE) {
        List<@Nullable Object[]> batch = new ArrayList<>(SIZE);
        for (int i = from; i < Math.min(from + SIZE, input.users()); i++) {
          batch.add(TreeRow.profile(TreeRow.tree(SampleUsers.user(i))));
        }
        batches.add(batch);
      }
      made = batches;
    }
    return made;
  }

  /** Writes all of them as {@link ConsumerLoop#readTree} does; returns their number. */
  public static long write(ForkInput input, String table) throws Exception {
    long written = 0;
    try (ProfileWriter writer = ProfileWriter.open(input.store(), table)) {
      for (List<@Nullable Object[]> batch : of(input)) {
        writer.write(batch);
        written += batch.size();
      }
    }
    return written;
  }
}
