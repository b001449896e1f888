package dev.rollcall.benchmarks.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user's columns, picked out of a Jackson tree. Threadsafe. */
public final class TreeRow {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TreeRow() {}

  /** The tree of a record. */
  public static JsonNode tree(byte[] json) throws IOException {
    return JSON.readTree(json);
  }

  /** All columns of the record type {@code user}, in the order of its schema. */
  public static @Nullable Object[] user(JsonNode user) {
    JsonNode name = user.path("name");
    JsonNode dob = user.path("dob");
    JsonNode location = user.path("location");
    JsonNode coordinates = location.path("coordinates");
    JsonNode timezone = location.path("timezone");
    JsonNode picture = user.path("picture");
    String first = text(name, "first");
    String last = text(name, "last");
    String email = text(user, "email");
    long age = dob.path("age").longValue();
    return new @Nullable Object[] {
      UUID.fromString(user.path("login").path("uuid").textValue()),
      text(user, "gender"),
      text(name, "title"),
      first,
      last,
      first + " " + last,
      email,
      email == null ? null : email.substring(email.indexOf('@') + 1),
      text(user.path("login"), "username"),
      text(user, "phone"),
      text(user, "cell"),
      time(dob),
      age,
      ageBand(age),
      time(user.path("registered")),
      street(location),
      text(location, "city"),
      text(location, "state"),
      text(location, "country"),
      location.path("postcode").asText(),
      Double.parseDouble(coordinates.path("latitude").textValue()),
      Double.parseDouble(coordinates.path("longitude").textValue()),
      text(timezone, "offset"),
      text(timezone, "description"),
      text(user.path("id"), "name"),
      text(user.path("id"), "value"),
      text(user, "nat"),
      text(picture, "large"),
      text(picture, "medium"),
      text(picture, "thumbnail")
    };
  }

  /** Five of the columns: id, e-mail, age, time of registration, nationality. */
  public static @Nullable Object[] five(JsonNode user) {
    return new @Nullable Object[] {
      UUID.fromString(user.path("login").path("uuid").textValue()),
      text(user, "email"),
      user.path("dob").path("age").longValue(),
      time(user.path("registered")),
      text(user, "nat")
    };
  }

  /** The twelve columns that the pipeline benchmarks store. */
  static @Nullable Object[] profile(JsonNode user) {
    JsonNode location = user.path("location");
    return new @Nullable Object[] {
      UUID.fromString(user.path("login").path("uuid").textValue()),
      text(user.path("name"), "first"),
      text(user.path("name"), "last"),
      text(user, "gender"),
      String.join(
          ", ",
          street(location),
          text(location, "city"),
          text(location, "state"),
          text(location, "country")),
      location.path("postcode").asText(),
      text(user, "email"),
      text(user.path("login"), "username"),
      time(user.path("dob")),
      time(user.path("registered")),
      text(user, "phone"),
      text(user.path("picture"), "medium")
    };
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.path(field).textValue();
  }

  private static Instant time(JsonNode node) {
    return Instant.parse(node.path("date").textValue());
  }

  private static String street(JsonNode location) {
    JsonNode street = location.path("street");
    return street.path("number").asText() + " " + street.path("name").asText();
  }

  static String ageBand(long age) {
    if (age < 18) {
      return "0-17";
    }
    if (age < 25) {
      return "18-24";
    }
    long from = 25 + (age - 25) / 10 * 10;
    return age >= 65 ? "65+" : from + "-" + (from + 9);
  }
}
