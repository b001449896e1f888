package dev.rollcall.testkit.randomuser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the generator knows of one nationality: its names in their script and the shapes of its
 * numbers. Threadsafe.
 *
 * @param idName name of the national id; "" where the API gives none
 * @param idShape null where the API gives none
 * @param oddId the shape of a broken id that the API gives now and then; null where it gives none
 * @param firstPostcode lowest postcode where postcodes are numbers
 * @param postcodeShape null where postcodes are numbers
 */
record Country(
    String code,
    String name,
    String[] titles,
    String[] male,
    String[] female,
    String[] last,
    String[] street,
    String[] city,
    String[] state,
    int firstPostcode,
    int lastPostcode,
    @Nullable Shape postcodeShape,
    Shape phone,
    Shape cell,
    String idName,
    @Nullable Shape idShape,
    @Nullable Shape oddId) {

  /** The nationalities of version 1.4, in the order in which the API documents them. */
  static final List<String> CODES =
      List.of(
          "AU", "BR", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IN", "IR", "MX", "NL",
          "NO", "NZ", "RS", "TR", "UA", "US");

  private static final Map<String, Country> ALL = readAll();

  /** The countries of these codes, in their order. */
  static List<Country> of(List<String> codes) {
    List<Country> countries = new ArrayList<>();
    for (String code : codes) {
      Country country = ALL.get(code);
      if (country == null) {
        throw new IllegalArgumentException(
            "got nationality " + code + ", expected one of " + CODES);
      }
      countries.add(country);
    }
    return List.copyOf(countries);
  }

  private static Map<String, Country> readAll() {
    Map<String, Country> all = new LinkedHashMap<>();
    for (String code : CODES) {
      all.put(code, read(code, WordLists.read(code)));
    }
    return all;
  }

  private static Country read(String code, Properties lists) {
    String postcode = WordLists.text(lists, "postcode");
    boolean number = postcode.startsWith("int:");
    String[] range = number ? postcode.substring(4).split("-") : new String[] {"0", "0"};
    String id = lists.getProperty("id");
    String odd = lists.getProperty("odd");
    return new Country(
        code,
        WordLists.text(lists, "country"),
        lists.getProperty("titles", "Mr|Mrs|Ms|Miss").split("\\|"),
        WordLists.words(lists, "male"),
        WordLists.words(lists, "female"),
        WordLists.words(lists, "last"),
        WordLists.words(lists, "street"),
        WordLists.words(lists, "city"),
        WordLists.words(lists, "state"),
        Integer.parseInt(range[0]),
        Integer.parseInt(range[1]),
        number ? null : Shape.of(postcode),
        Shape.of(WordLists.text(lists, "phone")),
        Shape.of(WordLists.text(lists, "cell")),
        id == null ? "" : id.substring(0, id.indexOf(':')),
        id == null ? null : Shape.of(id.substring(id.indexOf(':') + 1)),
        odd == null ? null : Shape.of(odd.substring(odd.indexOf(':') + 1)));
  }
}
