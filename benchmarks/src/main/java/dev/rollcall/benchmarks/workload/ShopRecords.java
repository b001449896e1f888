package dev.rollcall.benchmarks.workload;

import dev.rollcall.testkit.commerce.ShopGenerator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events of a shop, and its orders, each with 1 to 5 lines in an array. Threadsafe. */
public final class ShopRecords {

  private static final ShopGenerator SHOP = new ShopGenerator("rollcall-benchmarks");
  private static final int MOST_LINES = 5;

  private ShopRecords() {}

  /** The first {@code count} events, about 0.25 KB each. */
  public static byte[][] events(int count) {
    List<byte[]> events = new ArrayList<>(count);
    for (int session = 0; events.size() < count; session++) {
      events.addAll(SHOP.session(session));
    }
    return events.subList(0, count).toArray(byte[][]::new);
  }

  /** The first {@code count} orders. */
  public static byte[][] orders(int count) {
    byte[][] orders = new byte[count][];
    for (int i = 0; i < count; i++) {
      orders[i] = order(i).getBytes(StandardCharsets.UTF_8);
    }
    return orders;
  }

  private static String order(int index) {
    StringBuilder json = new StringBuilder(600);
    json.append(
        String.format(
            Locale.ROOT,
            "{\"id\":\"o-%d\",\"created_at\":\"2026-03-%02dT10:15:%02d.000Z\","
                + "\"customer\":{\"id\":\"c-%d\",\"name\":\"Zo\u00eb %d\"},\"lines\":[",
            index,
            1 + index % 28,
            index % 60,
            index % 4_000,
            index));
    for (int line = 0; line <= index % MOST_LINES; line++) {
      json.append(
          String.format(
              Locale.ROOT,
              "%s{\"sku\":\"sku-%d\",\"qty\":%d,\"price\":{\"net\":\"%d.%02d\",\"currency\":\"EUR\"},"
                  + "\"tags\":[\"new\",\"sale\"]}",
              line == 0 ? "" : ",",
              (index * 7 + line) % 5_000,
              1 + line,
              index % 900,
              line * 9));
    }
    return json.append("],\"note\":\"ring \\\"twice\\\"\"}").toString();
  }
}
