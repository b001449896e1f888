package dev.rollcall.core.internal.process;

import dev.rollcall.core.pipeline.RetryPolicy;
import java.time.Duration;

/**
 * How patient a merge is with documents.
 *
 * @param contention how often a document is tried that others keep changing, and the waits
 * @param missing how often a document is looked for that was there before, and the waits: a replica
 *     set that has just elected another primary may hide it for some seconds
 */
public record MergeWaits(RetryPolicy contention, RetryPolicy missing) {

  /** 500 attempts of up to 200 ms; 20 looks within 10 s or so. */
  public static final MergeWaits DEFAULT =
      new MergeWaits(
          new RetryPolicy(500, Duration.ofMillis(2), Duration.ofMillis(200)),
          new RetryPolicy(20, Duration.ofMillis(100), Duration.ofSeconds(1)));
}
