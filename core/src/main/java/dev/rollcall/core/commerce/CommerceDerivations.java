package dev.rollcall.core.commerce;

import dev.rollcall.core.internal.mapping.Uuids;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the columns of shop events and orders are computed from. */
final class CommerceDerivations {

  /** The namespace of event ids made by name; never to be changed, it is part of stored keys. */
  private static final UUID NAMESPACE = UUID.fromString("2c7d9b54-8f1e-5a63-b0d7-94e16f3a28c5");

  private CommerceDerivations() {}

  /**
   * Never null, so that an event without a time, say, is refused for what it lacks. The session is
   * last since it alone is free text.
   */
  static UUID eventId(Row row, @Nullable Instant recordTime) {
    String id = row.getString("event_id_text");
    if (id != null) {
      UUID uuid = Uuids.parse(id.strip());
      return uuid == null ? Uuids.named(NAMESPACE, "id", id) : uuid;
    }
    Instant at = row.getTimestamp("event_time");
    return Uuids.named(
        NAMESPACE,
        "event",
        at == null ? "" : Long.toString(at.toEpochMilli()),
        text(row.get("event_type")),
        text(row.get("product_id")),
        text(row.get("user_id")),
        text(row.get("user_session")));
  }

  /** The day of a column's moment, in UTC. */
  static @Nullable LocalDate day(Row row, String timestampColumn) {
    Instant at = row.getTimestamp(timestampColumn);
    return at == null ? null : LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  /** {@code appliances} of {@code appliances.environment.water_heater}. */
  static @Nullable String category(Row row, @Nullable Instant recordTime) {
    String code = row.getString("category_code");
    if (code == null) {
      return null;
    }
    int dot = code.indexOf('.');
    String top = dot < 0 ? code : code.substring(0, dot);
    return top.isBlank() ? null : top;
  }

  /** The price of a purchase, which is null if it has none; 0 of anything else. */
  static @Nullable BigDecimal revenue(Row row, @Nullable Instant recordTime) {
    return CommerceEvent.Type.PURCHASE.text().equals(row.getString("event_type"))
        ? row.getDecimal("price")
        : BigDecimal.ZERO;
  }

  /** Subtotal - discount + tax, of which the last two may be missing. */
  static @Nullable BigDecimal total(Row row, @Nullable Instant recordTime) {
    BigDecimal subtotal = row.getDecimal("subtotal");
    if (subtotal == null) {
      return null;
    }
    BigDecimal discount = row.getDecimal("discount");
    BigDecimal tax = row.getDecimal("tax");
    return subtotal
        .subtract(discount == null ? BigDecimal.ZERO : discount)
        .add(tax == null ? BigDecimal.ZERO : tax);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
