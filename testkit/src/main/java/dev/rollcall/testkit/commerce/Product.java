package dev.rollcall.testkit.commerce;

import dev.rollcall.testkit.random.Draw;
import java.math.BigDecimal;
import java.util.List;

/**
 * Something to buy, the same for ever for its number.
 *
 * @param categoryCode may be ""
 * @param brand may be ""
 */
record Product(long id, long categoryId, String categoryCode, String brand, BigDecimal price) {

  /** How many there are. */
  static final int COUNT = 5_000;

  private static final long ORIGIN = Draw.origin("the products of the shop");
  private static final long FIRST_ID = 1_000_000;
  private static final long FIRST_CATEGORY_ID = 2_053_013_552_000_000_000L;
  private static final int NO_CODE_PERCENT = 31;
  private static final int NO_BRAND_PERCENT = 13;

  /**
   * @param cheapest and dearest in whole units of the currency
   */
  private record Category(String code, int cheapest, int dearest, String... brands) {}

  private static final List<Category> CATEGORIES =
      List.of(
          new Category("electronics.smartphone", 60, 1900, "samsung", "apple", "xiaomi", "huawei"),
          new Category("electronics.audio.headphone", 5, 400, "apple", "sony", "jbl", "xiaomi"),
          new Category("electronics.video.tv", 90, 2500, "samsung", "lg", "sony", "haier"),
          new Category("electronics.clocks", 10, 900, "casio", "apple", "garmin"),
          new Category("computers.notebook", 200, 2500, "lenovo", "acer", "hp", "apple", "asus"),
          new Category("computers.desktop", 250, 2200, "pulser", "lenovo", "hp"),
          new Category("computers.peripherals.mouse", 4, 120, "logitech", "razer", "a4tech"),
          new Category("appliances.kitchen.washer", 150, 1100, "lg", "samsung", "beko", "indesit"),
          new Category("appliances.kitchen.refrigerators", 130, 1800, "lg", "bosch", "beko"),
          new Category("appliances.environment.vacuum", 25, 700, "dyson", "philips", "samsung"),
          new Category("appliances.environment.water_heater", 40, 300, "aqua", "ariston"),
          new Category("furniture.living_room.sofa", 120, 1500, "brw", "ikea"),
          new Category("furniture.bedroom.bed", 80, 900, "brw", "ikea", "askona"),
          new Category("apparel.shoes", 15, 200, "nike", "adidas", "baden", "respect"),
          new Category("apparel.costume", 20, 250, "mango", "zara"),
          new Category("auto.accessories.player", 20, 400, "pioneer", "kenwood"),
          new Category("construction.tools.drill", 20, 450, "makita", "bosch", "patriot"),
          new Category("kids.toys", 2, 150, "lego", "hasbro"),
          new Category("kids.carriage", 60, 800, "chicco", "cam"),
          new Category("sport.bicycle", 90, 1600, "stels", "trek"));

  static Product number(int number) {
    Draw draw = Draw.of(ORIGIN, number);
    int place = draw.below(CATEGORIES.size());
    Category category = CATEGORIES.get(place);
    boolean coded = !draw.percent(NO_CODE_PERCENT);
    boolean branded = !draw.percent(NO_BRAND_PERCENT);
    String brand = draw.oneOf(category.brands());
    BigDecimal price =
        BigDecimal.valueOf(draw.between(category.cheapest() * 100L, category.dearest() * 100L), 2);
    return new Product(
        FIRST_ID + number,
        // beyond 53 bits, so that a reader by way of doubles is found out
        FIRST_CATEGORY_ID + 1_000_003L * (2 * place + (coded ? 0 : 1)),
        coded ? category.code() : "",
        branded ? brand : "",
        price);
  }
}
