package dev.rollcall.faults.simulation.parts;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An element of the log.
 *
 * @param customer null in an order that is refused
 * @param lines null for an order without the array
 * @param hash tells elements apart in the sums of aggregates
 */
record ShopEvent(
    Kind kind,
    String id,
    @Nullable String customer,
    boolean deletes,
    @Nullable List<Line> lines,
    long hash) {

  /** What kinds there are; no branch takes clicks. */
  enum Kind {
    ORDER,
    REFUND,
    CLICK
  }

  /** The customer whose orders a filter leaves out. */
  static final String FILTERED = "test";

  /** An item; what is refused has a text for a quantity. */
  record Line(String sku, boolean isRefused, long hash) {
    long quantity() {
      return Math.floorMod(hash, 9L);
    }

    private String json() {
      return "{\"sku\":\"%s\",\"quantity\":%s,\"hash\":%d}"
          .formatted(sku, isRefused ? "\"many\"" : quantity(), hash);
    }
  }

  /** The items, none where the array is missing. */
  List<Line> items() {
    return Objects.requireNonNullElse(lines, List.of());
  }

  /** As it should have been sent. */
  ShopEvent repaired() {
    return new ShopEvent(
        kind,
        id,
        customer == null ? "c" + Math.floorMod(hash, 3L) : customer,
        deletes,
        lines == null
            ? null
            : lines.stream().map(line -> new Line(line.sku, false, line.hash)).toList(),
        hash);
  }

  /** The lines stand before what they have in common with the order. */
  String json() {
    String items =
        lines == null
            ? ""
            : lines.stream().map(Line::json).collect(Collectors.joining(",", "\"lines\":[", "],"));
    return "{%s\"type\":\"%s\",\"id\":\"%s\",%s\"deleted\":%b,\"hash\":%d}"
        .formatted(
            items,
            kind.name().toLowerCase(Locale.ROOT),
            id,
            customer == null ? "" : "\"customer\":\"" + customer + "\",",
            deletes,
            hash);
  }
}
