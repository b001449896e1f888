package dev.rollcall.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What cleaned columns of the API's users should hold, made of the JSON in the plainest way. */
public final class UserByHand {

  private UserByHand() {}

  /** The columns, times as {@code Instant}. */
  public static Map<String, @Nullable Object> cleaned(JsonNode user) {
    Map<String, @Nullable Object> row = new HashMap<>();
    String first = tidy(user.at("/name/first"));
    String last = tidy(user.at("/name/last"));
    row.put("username", user.at("/login/username").textValue());
    row.put("first_name", first);
    row.put("last_name", last);
    row.put("full_name", first + " " + last);
    row.put("gender", user.path("gender").textValue());
    row.put("email", tidy(user.path("email")).toLowerCase(Locale.ROOT));
    row.put("phone", user.path("phone").textValue());
    row.put("phone_digits", user.path("phone").asText().replaceAll("[^0-9]", ""));
    row.put("birth_date", Instant.parse(user.at("/dob/date").asText()));
    row.put("age", user.at("/dob/age").asLong());
    row.put("age_band", ageBand(user.at("/dob/age").asInt()));
    row.put("city", tidy(user.at("/location/city")));
    row.put("postcode", tidy(user.at("/location/postcode")));
    row.put("nationality", user.path("nat").textValue());
    row.put("registered_at", Instant.parse(user.at("/registered/date").asText()));
    return row;
  }

  /** {@code 0-17}, {@code 18-24}, then bands of ten years up to {@code 65+}. */
  public static String ageBand(int age) {
    if (age < 25) {
      return age < 18 ? "0-17" : "18-24";
    }
    int from = age - (age - 25) % 10;
    return age >= 65 ? "65+" : from + "-" + (from + 9);
  }

  private static String tidy(JsonNode text) {
    return Normalizer.normalize(text.asText(), Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
  }
}
