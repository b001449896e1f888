package dev.rollcall.faults.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the row of a good user must be, column by column, read from its JSON without Rollcall. */
record ExpectedUser(JsonNode user) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final NavigableMap<Integer, String> BANDS =
      new TreeMap<>(
          Map.of(
              0, "0-17", 18, "18-24", 25, "25-34", 35, "35-44", 45, "45-54", 55, "55-64", 65,
              "65+"));

  ExpectedUser(byte[] json) {
    this(tree(json));
  }

  static ObjectNode tree(byte[] json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a generated user", e);
    }
  }

  UUID key() {
    return UUID.fromString(Objects.requireNonNull(text("/login/uuid")));
  }

  /** The columns that are not as they must be. */
  List<String> differences(Row row) {
    List<String> differences = new ArrayList<>();
    for (Column column : row.schema().columns()) {
      Object got = row.get(row.schema().position(column.name()));
      Object expected = expected(column.name());
      if (!Objects.equals(got, expected)) {
        differences.add("%s: got %s, expected %s".formatted(column.name(), got, expected));
      }
    }
    return differences;
  }

  private @Nullable Object expected(String column) {
    return switch (column) {
      case "user_id" -> key();
      case "gender", "email", "phone", "cell" -> text("/" + column);
      case "title" -> text("/name/title");
      case "first_name" -> text("/name/first");
      case "last_name" -> text("/name/last");
      case "full_name" -> text("/name/first") + " " + text("/name/last");
      case "email_domain" -> Objects.requireNonNull(text("/email")).replaceFirst(".*@", "");
      case "username" -> text("/login/username");
      case "birth_date" -> Instant.parse(Objects.requireNonNull(text("/dob/date")));
      case "age" -> user.at("/dob/age").asLong();
      case "age_band" -> BANDS.floorEntry(user.at("/dob/age").asInt()).getValue();
      case "registered_at" -> Instant.parse(Objects.requireNonNull(text("/registered/date")));
      case "street" -> text("/location/street/number") + " " + text("/location/street/name");
      case "city", "state", "country", "postcode" -> text("/location/" + column);
      case "latitude", "longitude" ->
          Double.valueOf(Objects.requireNonNull(text("/location/coordinates/" + column)));
      case "timezone_offset", "timezone_description" ->
          text("/location/" + column.replace('_', '/'));
      case "id_name", "id_value", "picture_large", "picture_medium", "picture_thumbnail" ->
          text("/" + column.replace('_', '/'));
      case "nationality" -> text("/nat");
      default -> "no column of this name";
    };
  }

  private @Nullable String text(String pointer) {
    JsonNode node = user.at(pointer);
    return node.isNull() || node.isMissingNode() ? null : node.asText();
  }
}
