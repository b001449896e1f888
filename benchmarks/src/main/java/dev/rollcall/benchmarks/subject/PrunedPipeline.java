package dev.rollcall.benchmarks.subject;

import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.pipeline.DirectRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.user.Users;
import java.time.Instant;

/** A pipeline whose only table has five columns; its rows are dropped. Not threadsafe. */
public final class PrunedPipeline implements AutoCloseable {

  private static final SourcePartition PARTITION = new SourcePartition("users", 0);
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final DirectRun run =
      DirectRun.open(
          Pipeline.named("bench-pruned")
              .records(Users.recordType())
              .rows(new NoOpRows(), "user_id AS id", "email", "age", "registered_at", "nationality")
              .deadLetters(InMemoryDeadLetters.named("bench-pruned"))
              .build());
  private long offset;

  /** Takes the next user through it, and flushes now and then as an engine does. */
  public void process(byte[] user) {
    run.process(new SourceRecord(PARTITION, "users", offset++, TIME, null, user));
  }

  /** How many rows were written. */
  public long written() {
    return run.flush().written();
  }

  @Override
  public void close() {
    run.close();
  }
}
