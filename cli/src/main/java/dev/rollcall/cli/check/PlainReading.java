package dev.rollcall.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads elements off their JSON, with nothing of Rollcall. */
@FunctionalInterface
public interface PlainReading {

  /** Knows nothing of any element. */
  PlainReading NONE = (element, recordTime) -> Plain.NOTHING;

  /** Of users: {@link PlainUsers}. */
  PlainReading USERS = PlainUsers::read;

  /** Of shop events: {@link PlainEvents}. */
  PlainReading EVENTS = PlainEvents::read;

  /** What is known of an element. */
  Plain read(JsonNode element, @Nullable Instant recordTime);

  /**
   * What a plain reading is sure of.
   *
   * @param key of the row that the element makes; null if it is not known, or it makes none
   * @param columns of that row, by name; empty if nothing is sure, not even that there is a row
   */
  record Plain(@Nullable String key, Map<String, @Nullable Object> columns) {

    public static final Plain NOTHING = new Plain(null, Map.of());
  }
}
