package dev.rollcall.testkit.commerce;

import dev.rollcall.testkit.random.Draw;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Generates visits to a shop as events of the REES46 form: views, sometimes carts, sometimes
 * purchases of what is in the cart. They have the quirks of the real data: a third of the products
 * has no category code, an eighth no brand (both ""), and now and then an event is there twice,
 * byte by byte. No event has an id. A product has the same category, brand and price in every
 * session of every seed; some are viewed much more often than others, and visitors return.
 *
 * <p>Session {@code k} of a seed depends only on both and begins about {@code 2k} seconds after
 * {@link #OPENING}; sessions overlap, as they do in a shop. Threadsafe.
 */
public final class ShopGenerator {

  /** When the first sessions of every seed begin: 2019-10-01T00:00:00Z. */
  public static final Instant OPENING = Instant.parse("2019-10-01T00:00:00Z");

  private static final Duration BETWEEN_SESSIONS = Duration.ofSeconds(2);
  private static final int DELAY_SECONDS = 60;

  private final long origin;

  /** Sessions of this seed: any text. */
  public ShopGenerator(String seed) {
    this.origin = Draw.origin(seed);
  }

  /**
   * The events of a session as JSON in UTF-8, in the order in which they happened; at least one.
   *
   * @param index which session, from 0 to 1,000,000,000
   */
  public List<byte[]> session(long index) {
    if (index < 0 || index > 1_000_000_000L) {
      throw new IllegalArgumentException("session: got " + index + ", expected 0 to 1,000,000,000");
    }
    Draw draw = Draw.of(origin, index);
    Instant begin =
        OPENING.plus(BETWEEN_SESSIONS.multipliedBy(index)).plusSeconds(draw.below(DELAY_SECONDS));
    return new Visit(draw, begin).events();
  }
}
