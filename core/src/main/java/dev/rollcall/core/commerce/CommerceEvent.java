package dev.rollcall.core.commerce;

import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a visitor did in a shop, made of a row of {@link CommerceEvents#recordType()}.
 *
 * @param id see {@link CommerceEvents}
 * @param price in the shop's currency, two digits behind the point
 * @param revenue the price of a purchase, 0 otherwise
 */
public record CommerceEvent(
    UUID id,
    Instant time,
    Type type,
    long productId,
    Category category,
    @Nullable String brand,
    @Nullable BigDecimal price,
    BigDecimal revenue,
    @Nullable Long userId,
    @Nullable String session) {

  /** What can be done. */
  public enum Type {
    VIEW,
    CART,
    REMOVE_FROM_CART,
    PURCHASE;

    /** As it stands in records and rows: {@code remove_from_cart}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static String[] texts() {
      return Stream.of(values()).map(Type::text).toArray(String[]::new);
    }
  }

  /**
   * What a product is among.
   *
   * @param code {@code appliances.environment.water_heater}
   * @param top {@code appliances}
   */
  public record Category(@Nullable Long id, @Nullable String code, @Nullable String top) {}

  /**
   * The event that a row of the type {@code commerce_event} tells of.
   *
   * @throws IllegalArgumentException if a column is null that such rows never leave null
   */
  public static CommerceEvent of(Row row) {
    return new CommerceEvent(
        (UUID) present(row, "event_id"),
        (Instant) present(row, "event_time"),
        Type.valueOf(((String) present(row, "event_type")).toUpperCase(Locale.ROOT)),
        (Long) present(row, "product_id"),
        new Category(
            (Long) row.get("category_id"),
            row.getString("category_code"),
            row.getString("category")),
        row.getString("brand"),
        row.getDecimal("price"),
        (BigDecimal) present(row, "revenue"),
        (Long) row.get("user_id"),
        row.getString("user_session"));
  }

  private static Object present(Row row, String column) {
    Object value = row.get(column);
    if (value == null) {
      throw new IllegalArgumentException(
          "column '" + column + "' is null: not a row of a shop event");
    }
    return value;
  }

  /** What and when, not who: this text ends up in logs. */
  @Override
  public String toString() {
    return "CommerceEvent[" + id + " " + type.text() + " " + time + "]";
  }
}
