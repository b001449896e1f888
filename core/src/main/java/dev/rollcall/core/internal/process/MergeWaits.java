package dev.rollcall.core.internal.process;

import dev.rollcall.core.pipeline.RetryPolicy;
import java.time.Duration;

/**
 * How often a merge tries a document, and its backoff.
 *
 * @param contention for a document that other writers keep changing
 * @param missing for a document that was there before: a replica set that has just elected another
 *     primary may hide it for some seconds
 */
public record MergeWaits(RetryPolicy contention, RetryPolicy missing) {

  /** Contention: 500 attempts, up to 200 ms apart. Missing: 20 reads within about 10 s. */
  public static final MergeWaits DEFAULT =
      new MergeWaits(
          new RetryPolicy(500, Duration.ofMillis(2), Duration.ofMillis(200)),
          new RetryPolicy(20, Duration.ofMillis(100), Duration.ofSeconds(1)));
}
