package dev.rollcall.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads elements off their JSON, with nothing of Rollcall.
 *
 * @param reader of an element at the time of its record
 * @param envelopes the fields that may hold elements
 */
public record PlainReading(
    BiFunction<JsonNode, @Nullable Instant, Plain> reader, List<String> envelopes) {

  /** Knows nothing of any element. */
  public static final PlainReading NONE =
      new PlainReading((element, recordTime) -> Plain.NOTHING, List.of());

  /** Of users: {@link PlainUsers}. */
  public static final PlainReading USERS =
      new PlainReading(PlainUsers::read, List.of("results", "users", "data"));

  /** Of shop events: {@link PlainEvents}. */
  public static final PlainReading EVENTS = new PlainReading(PlainEvents::read, List.of());

  /** The same, of which this makes what a certain table has of it. */
  public PlainReading as(BiFunction<JsonNode, Plain, Plain> table) {
    return new PlainReading(
        (element, recordTime) -> table.apply(element, reader.apply(element, recordTime)),
        envelopes);
  }

  /**
   * What a plain reading is sure of.
   *
   * @param key of the row that the element makes; null if it is not known, or it makes none
   * @param columns of that row, by name; empty if nothing is sure, not even that there is a row
   */
  public record Plain(@Nullable String key, Map<String, @Nullable Object> columns) {

    /** Not even a key. */
    public static final Plain NOTHING = new Plain(null, Map.of());

    /** The key alone: what its row holds is in doubt. */
    public static Plain inDoubt(@Nullable String key) {
      return new Plain(key, Map.of());
    }
  }
}
