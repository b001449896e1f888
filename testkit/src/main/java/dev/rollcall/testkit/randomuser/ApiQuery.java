package dev.rollcall.testkit.randomuser;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request's parameters as the API understands them: what is out of range silently becomes a
 * default. Threadsafe.
 *
 * @param seed as given; "" where none was
 */
record ApiQuery(
    int results, int page, String seed, Selection selection, boolean noInfo, String format) {

  static final int MOST_RESULTS = 5_000;
  static final int MOST_PAGES = 10_000;

  /**
   * Reads the query part of a request.
   *
   * @throws IllegalArgumentException if a percent escape is broken
   */
  static ApiQuery parse(@Nullable String rawQuery) {
    Map<String, String> given = new HashMap<>();
    for (String pair : rawQuery == null ? new String[0] : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      given.put(
          decode(name).toLowerCase(Locale.ROOT),
          equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    String seed = given.getOrDefault("seed", "");
    String gender = given.getOrDefault("gender", "").toLowerCase(Locale.ROOT);
    boolean byGender = seed.isEmpty() && Set.of("male", "female").contains(gender);
    return new ApiQuery(
        number(given.get("results"), MOST_RESULTS),
        number(given.get("page"), MOST_PAGES),
        seed,
        new Selection(countries(given.get("nat")), byGender ? gender : null, fields(given)),
        given.containsKey("noinfo"),
        given.getOrDefault("format", given.getOrDefault("fmt", "json")).toLowerCase(Locale.ROOT));
  }

  ApiQuery withSeed(String drawnSeed) {
    return new ApiQuery(results, page, drawnSeed, selection, noInfo, format);
  }

  /** The text of seed and page; page 1 adds nothing. */
  String effectiveSeed() {
    return page == 1 ? seed : seed + page;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static int number(@Nullable String text, int most) {
    if (text == null || !text.matches("[0-9]{1,9}")) {
      return 1;
    }
    int number = Integer.parseInt(text);
    return number >= 1 && number <= most ? number : 1;
  }

  private static List<Country> countries(@Nullable String nat) {
    List<String> codes = new ArrayList<>();
    for (String code : list(nat)) {
      codes.add(code.toUpperCase(Locale.ROOT));
    }
    boolean allKnown = !codes.isEmpty() && Country.CODES.containsAll(codes);
    return Country.of(allKnown ? codes : Country.CODES);
  }

  private static Set<String> fields(Map<String, String> given) {
    List<String> included = list(given.get("inc"));
    Set<String> fields = new TreeSet<>(Selection.FIELDS);
    if (!included.isEmpty()) {
      fields.retainAll(included);
    }
    list(given.get("exc")).forEach(fields::remove);
    return fields;
  }

  private static List<String> list(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    return Arrays.stream(text.split(","))
        .map(word -> word.trim().toLowerCase(Locale.ROOT))
        .toList();
  }
}
