package dev.rollcall.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads users of all versions of the API, and messages of the created-users form, in the plainest
 * way. A user is beyond doubt who has both names, a common e-mail address, and times that anybody
 * would believe; of anyone else it says nothing, so that it condemns no table for a rule that it
 * does not know. Columns stand under all names that the systems' tables have for them.
 */
final class PlainUsers {

  private static final UUID NAMESPACE = UUID.fromString("6f1c0c7e-5e0c-5d0e-9b5a-3f0a6c1d7e42");
  private static final List<String> VALUES =
      List.of(
          ("/gender /title /email /phone /cell /nat /nationality /username /post_code /postcode"
                  + " /name/title /name/first /name/last /login/uuid /login/username /location/city"
                  + " /location/state /location/country /location/postcode /location/street/number"
                  + " /location/street/name")
              .split(" "));
  private static final Instant FIRST_BIRTH = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant FIRST_REGISTRATION = Instant.parse("1980-01-01T00:00:00Z");
  private static final String TEXT = "[\\p{L}\\p{N}.,'()&/+:_-]+( [\\p{L}\\p{N}.,'()&/+:_-]+)*";
  private static final String EMAIL =
      "[a-z0-9]+([._-][a-z0-9]+)*@[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z]+)+";
  private static final String UUID_TEXT =
      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  private PlainUsers() {}

  static PlainReading.Plain read(JsonNode element, @Nullable Instant at) {
    JsonNode user = element.path("user").isObject() ? element.path("user") : element;
    String email = text(user, "/email");
    String first = text(user, "/name/first", "/first_name");
    String last = text(user, "/name/last", "/last_name");
    Instant born = time(user, "/dob/date", "/dob");
    Instant registered = time(user, "/registered/date", "/registered", "/registered_date");
    String key = key(user, email, first, last, born);
    if (key == null
        || !isPlain(user)
        || user.path("dob").isNumber() != user.path("registered").isNumber()
        || !isText(first)
        || !isText(last)
        || email == null
        || !email.matches(EMAIL)
        || email.length() > 100
        || !isBetween(FIRST_BIRTH, born, at)
        || !isBetween(FIRST_REGISTRATION, registered, at)
        || !isBetween(born, registered, at)) {
      return PlainReading.Plain.inDoubt(key);
    }
    Map<String, @Nullable Object> row = new HashMap<>();
    put(row, key, "user_id", "id");
    put(row, first, "first_name");
    put(row, last, "last_name");
    put(row, first + " " + last, "full_name", "fullname");
    put(row, email, "email");
    put(row, email.substring(email.indexOf('@') + 1), "email_domain");
    put(row, born, "birth_date", "dob", "birthday");
    put(row, registered, "registered_at", "registered_date", "inscription");
    put(row, text(user, "/gender"), "gender");
    put(row, text(user, "/login/username", "/username"), "username");
    put(row, text(user, "/phone"), "phone");
    put(row, text(user, "/nat", "/nationality"), "nationality");
    put(row, text(user, "/location/city"), "city");
    put(
        row,
        text(user, "/location/postcode", "/post_code", "/postcode", "/location/zip"),
        "postcode",
        "post_code");
    put(row, text(user, "/picture/medium", "/picture"), "picture");
    put(row, address(user), "address");
    JsonNode age = user.at("/dob/age");
    if (age.isInt() && age.asInt() >= 0 && age.asInt() <= 120) {
      put(row, age.asInt(), "age");
      put(row, ageBand(age.asInt()), "age_band");
    } else if (!age.isMissingNode() || user.has("age")) {
      return PlainReading.Plain.inDoubt(key);
    }
    row.values().removeIf(value -> value instanceof String text && !isSafe(text));
    return new PlainReading.Plain(key, row);
  }

  /** By an id that is a UUID; else, of who has none, made of the person: part of stored keys. */
  private static @Nullable String key(
      JsonNode user,
      @Nullable String email,
      @Nullable String first,
      @Nullable String last,
      @Nullable Instant born) {
    String id = text(user, "/login/uuid", "/id");
    if (id != null) {
      return id.matches(UUID_TEXT) ? id : null;
    }
    if (email == null || first == null || last == null || born == null) {
      return null;
    }
    String person =
        Stream.of(email, first, last, LocalDate.ofInstant(born, ZoneOffset.UTC).toString())
            .map(part -> part.length() + ":" + part)
            .collect(Collectors.joining("", "", "-"));
    return PlainUuid.named(NAMESPACE, "person", person);
  }

  /** What {@code 12, Elm Road} and the like are joined to; null if a part is in doubt. */
  private static @Nullable String address(JsonNode user) {
    String whole = text(user, "/address");
    if (whole != null) {
      return whole.matches("[^,]+(, [^,]+){3}") ? whole : null;
    }
    JsonNode street = user.at("/location/street");
    String number = text(street, "/number");
    String name = text(street, "/name");
    String line =
        street.isObject()
            ? number == null || name == null ? null : number + " " + name
            : street.textValue();
    List<String> rest =
        Stream.of("city", "state", "country")
            .map(part -> text(user, "/location/" + part))
            .filter(Objects::nonNull)
            .toList();
    return line == null || user.path("address").isObject()
        ? null
        : Stream.concat(Stream.of(line), rest.stream()).collect(Collectors.joining(", "));
  }

  /** {@code 0-17}, {@code 18-24}, then bands of ten years up to {@code 65+}. */
  private static String ageBand(int age) {
    if (age < 25) {
      return age < 18 ? "0-17" : "18-24";
    }
    int from = age - (age - 25) % 10;
    return age >= 65 ? "65+" : from + "-" + (from + 9);
  }

  private static void put(Map<String, @Nullable Object> row, @Nullable Object value, String... as) {
    if (value != null) {
      for (String column : as) {
        row.put(column, value);
      }
    }
  }

  /** The first of these that is a text or a number. */
  private static @Nullable String text(JsonNode node, String... paths) {
    return Stream.of(paths)
        .map(node::at)
        .filter(value -> value.isTextual() || value.isIntegralNumber())
        .map(JsonNode::asText)
        .findFirst()
        .orElse(null);
  }

  /** {@code 1980-02-03T04:05:06Z}, {@code 1980-02-03 04:05:06}, a day, or seconds since 1970. */
  private static @Nullable Instant time(JsonNode user, String... paths) {
    for (String path : paths) {
      JsonNode value = user.at(path);
      if (value.isIntegralNumber()) {
        return Instant.ofEpochSecond(value.asLong());
      }
      if (value.isTextual()) {
        String text = value.asText().replace(' ', 'T');
        String whole = text.length() == 10 ? text + "T00:00:00" : text;
        try {
          return Instant.parse(whole.endsWith("Z") ? whole : whole + "Z");
        } catch (DateTimeException noTime) {
          return null;
        }
      }
    }
    return null;
  }

  private static boolean isBetween(
      @Nullable Instant from, @Nullable Instant time, @Nullable Instant to) {
    return from != null && time != null && to != null && time.isAfter(from) && time.isBefore(to);
  }

  private static boolean isText(@Nullable String text) {
    return text != null && isSafe(text);
  }

  /** Neither lists, nor truths, nor long or strange texts, nor objects where others have values. */
  private static boolean isPlain(JsonNode user) {
    if (VALUES.stream().anyMatch(path -> user.at(path).isContainerNode())) {
      return false;
    }
    for (String coordinate : List.of("latitude", "longitude")) {
      JsonNode value = user.at("/location/coordinates/" + coordinate);
      if (!value.isMissingNode() && !value.asText().matches("-?\\d{1,3}(\\.\\d{1,9})?")) {
        return false;
      }
    }
    return isPlainBelow(user);
  }

  private static boolean isPlainBelow(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream().allMatch(field -> isPlainBelow(field.getValue()));
    }
    return node.isNull()
        || node.isNumber()
        || node.isTextual() && node.asText().matches("[^\\p{Cntrl}\\p{Cs}]{0,200}");
  }

  /** Of letters and digits as everybody writes them: no cleaning changes it. */
  private static boolean isSafe(String text) {
    return text.length() <= 200
        && text.matches(TEXT + "|https?://[\\w./-]+|" + EMAIL)
        && Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }
}
