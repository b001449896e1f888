package dev.rollcall.benchmarks.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of a shop and lines of its orders, picked out of Jackson trees. Threadsafe. */
public final class TreeShop {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);
  private static final String PURCHASE = "purchase";

  private TreeShop() {}

  /** The 13 columns of an event, in the order of the record type {@code commerce_event}. */
  public static @Nullable Object[] event(byte[] json) throws IOException {
    JsonNode event = TreeRow.tree(json);
    Instant time =
        LocalDateTime.parse(event.path("event_time").textValue(), TIME).toInstant(ZoneOffset.UTC);
    String type = event.path("event_type").textValue();
    long product = event.path("product_id").longValue();
    long user = event.path("user_id").longValue();
    String session = event.path("user_session").textValue();
    String code = text(event, "category_code");
    BigDecimal price = new BigDecimal(event.path("price").asText()).setScale(2);
    String name = time + "|" + type + "|" + product + "|" + user + "|" + session;
    return new @Nullable Object[] {
      UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
      time,
      time.atOffset(ZoneOffset.UTC).toLocalDate(),
      type,
      product,
      event.path("category_id").longValue(),
      code,
      code == null ? null : code.split("\\.", 2)[0],
      text(event, "brand"),
      price,
      PURCHASE.equals(type) ? price : BigDecimal.ZERO.setScale(2),
      user,
      session
    };
  }

  private static @Nullable String text(JsonNode event, String field) {
    String text = event.path(field).textValue();
    return text == null || text.isEmpty() ? null : text;
  }

  /** The rows of an order, one for each line. */
  public static List<@Nullable Object[]> orderLines(byte[] json) throws IOException {
    JsonNode order = TreeRow.tree(json);
    Instant time = Instant.parse(order.path("created_at").textValue());
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (JsonNode line : order.path("lines")) {
      JsonNode price = line.path("price");
      rows.add(
          new @Nullable Object[] {
            order.path("id").textValue(),
            (long) rows.size(),
            order.path("customer").path("id").textValue(),
            time,
            line.path("sku").textValue(),
            line.path("qty").longValue(),
            new BigDecimal(price.path("net").textValue()),
            price.path("currency").textValue()
          });
    }
    return rows;
  }
}
