package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message of the log.
 *
 * @param content what its value is
 * @param events none but in {@link Content#EVENTS}
 * @param again what is meant of a message that was sent before; null if all of it is
 */
record ShopMessage(
    int partition,
    int offset,
    long time,
    Content content,
    List<ShopEvent> events,
    @Nullable Again again) {

  enum Content {
    EVENTS,
    BROKEN,
    NOTHING
  }

  /** One element of a message that came first with another offset and time. */
  record Again(ShopMessage first, String branch, int ordinal) {}

  /** The message that brought its elements first. */
  ShopMessage first() {
    return again == null ? this : again.first;
  }

  SourceRecord record(int attempt, List<SourceRecord.Header> headers) {
    String value =
        switch (content) {
          case BROKEN -> "{\"type\":\"order\",\"id\":";
          case NOTHING -> null;
          case EVENTS ->
              events.size() == 1
                  ? events.get(0).json()
                  : events.stream()
                      .map(ShopEvent::json)
                      .collect(Collectors.joining(",", "{\"events\":[", "]}"));
        };
    return new SourceRecord(
        new SourcePartition("log", partition),
        "log",
        offset,
        Instant.ofEpochMilli(time),
        null,
        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
        attempt,
        headers);
  }
}
