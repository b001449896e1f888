package dev.rollcall.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads elements off their JSON, with nothing of Rollcall. */
@FunctionalInterface
public interface PlainReading {

  /** Knows nothing of any element. */
  PlainReading NONE = (element, recordTime) -> Plain.NOTHING;

  /** Of users: {@link PlainUsers}. */
  PlainReading USERS = new PlainUsers();

  /** Of shop events: {@link PlainEvents}. */
  PlainReading EVENTS = PlainEvents::read;

  /** What is known of an element. */
  Plain read(JsonNode element, @Nullable Instant recordTime);

  /** The fields that may hold elements. */
  default List<String> envelopes() {
    return List.of();
  }

  /** The same, of which this makes what a certain table has of it. */
  default PlainReading as(BiFunction<JsonNode, Plain, Plain> table) {
    PlainReading whole = this;
    return new PlainReading() {
      @Override
      public Plain read(JsonNode element, @Nullable Instant recordTime) {
        return table.apply(element, whole.read(element, recordTime));
      }

      @Override
      public List<String> envelopes() {
        return whole.envelopes();
      }
    };
  }

  /**
   * What a plain reading is sure of.
   *
   * @param key of the row that the element makes; null if it is not known, or it makes none
   * @param columns of that row, by name; empty if nothing is sure, not even that there is a row
   */
  record Plain(@Nullable String key, Map<String, @Nullable Object> columns) {

    /** Not even a key. */
    public static final Plain NOTHING = new Plain(null, Map.of());

    /** The key alone: what its row holds is in doubt. */
    public static Plain inDoubt(@Nullable String key) {
      return new Plain(key, Map.of());
    }
  }
}
