package dev.rollcall.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads shop events in the plainest way. An event is beyond doubt whose fields are all as the
 * REES46 files have them; of any other it says nothing.
 */
final class PlainEvents {

  private static final UUID NAMESPACE = UUID.fromString("2c7d9b54-8f1e-5a63-b0d7-94e16f3a28c5");
  private static final String TIME = "(19|20)\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC";
  private static final String ID = "[1-9]\\d{0,17}|[1-8]\\d{18}";
  private static final String TEXT = "[A-Za-z0-9._-]{0,100}";
  private static final List<String> OPTIONAL =
      List.of("product_id", "category_id", "category_code", "brand", "user_id", "user_session");
  private static final String UUID_TEXT =
      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private PlainEvents() {}

  static PlainReading.Plain read(JsonNode event, @Nullable Instant recordTime) {
    String id = event.path("event_id").asText("");
    Instant at = time(event);
    String type = text(event, "event_type");
    String price = text(event, "price");
    boolean sure =
        at != null
            && type.matches("view|cart|remove_from_cart|purchase")
            && price.matches(type.equals("purchase") ? "\\d{1,9}\\.\\d\\d" : "(\\d{1,9}\\.\\d\\d)?")
            && text(event, "product_id").matches(ID)
            && text(event, "category_id").matches("(" + ID + ")?")
            && text(event, "category_code").matches(TEXT)
            && text(event, "brand").matches(TEXT)
            && text(event, "user_id").matches("(" + ID + ")?")
            && text(event, "user_session").matches(TEXT);
    if (!sure || at == null) {
      return PlainReading.Plain.inDoubt(id.isEmpty() ? null : ofId(id));
    }
    String key =
        id.isEmpty()
            ? named(
                "event",
                Long.toString(at.toEpochMilli()),
                type,
                text(event, "product_id"),
                text(event, "user_id"),
                text(event, "user_session"))
            : ofId(id);
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("event_id", key);
    row.put("event_time", at);
    row.put("date", text(event, "event_time").substring(0, 10));
    row.put("day", text(event, "event_time").substring(0, 10));
    row.put("event_type", type);
    row.put("price", price.isEmpty() ? null : new BigDecimal(price));
    row.put("revenue", type.equals("purchase") ? new BigDecimal(price) : BigDecimal.ZERO);
    for (String column : OPTIONAL) {
      String text = text(event, column);
      row.put(column, text.isEmpty() ? null : text);
    }
    row.put("raw", event);
    return new PlainReading.Plain(key, row);
  }

  private static String ofId(String id) {
    return id.matches(UUID_TEXT) ? id : named("id", id);
  }

  private static String named(String... parts) {
    return PlainUuid.named(NAMESPACE, parts);
  }

  private static @Nullable Instant time(JsonNode event) {
    String text = text(event, "event_time");
    try {
      return text.matches(TIME) ? Instant.parse(text.replace(" UTC", "Z").replace(' ', 'T')) : null;
    } catch (DateTimeException noTime) {
      return null;
    }
  }

  /** Empty for what is absent; what is neither text nor number fits no pattern. */
  private static String text(JsonNode event, String field) {
    JsonNode value = event.path(field);
    return value.isContainerNode() || value.isBoolean() ? "{}" : value.asText("");
  }
}
