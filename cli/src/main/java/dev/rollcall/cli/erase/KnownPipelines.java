package dev.rollcall.cli.erase;

import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.examples.CreatedUsers;
import dev.rollcall.examples.ProfileAnalytics;
import dev.rollcall.examples.UserWarehouse;

/**
 * The pipelines of the examples, which are the only ones the command can know: a user's own are
 * Java. They are asked what they say of themselves and never opened, so their stores are nowhere
 * and the key of the hashes is no key.
 */
final class KnownPipelines {

  private static final String NOWHERE = "nowhere";
  private static final HmacKey NO_KEY = HmacKey.of(new byte[HmacKey.MIN_BYTES]);

  private KnownPipelines() {}

  /** Over stores that are never opened; none if no example reads this topic. */
  static Pipeline[] of(String topic) {
    InMemoryRows rows = InMemoryRows.named(NOWHERE);
    InMemoryAggregates figures = InMemoryAggregates.named(NOWHERE);
    InMemoryDeadLetters letters = InMemoryDeadLetters.named(NOWHERE);
    return switch (topic) {
      case ProfileAnalytics.TOPIC ->
          new Pipeline[] {ProfileAnalytics.pipeline(rows, figures, letters, NO_KEY)};
      case UserWarehouse.TOPIC -> new Pipeline[] {UserWarehouse.pipeline(rows, figures, letters)};
      case CreatedUsers.TOPIC -> new Pipeline[] {CreatedUsers.pipeline(rows, letters)};
      default -> new Pipeline[0];
    };
  }
}
