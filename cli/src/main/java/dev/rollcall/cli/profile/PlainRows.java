package dev.rollcall.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.record.SourceRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What some columns of the table should hold, read off the JSON in the plainest way: nothing of
 * Rollcall reads it. It knows the shape of the API's present versions only (a {@code login.uuid}, a
 * {@code dob.age}, a {@code name} of two parts) and says nothing of users of other shapes.
 */
final class PlainRows {

  private static final int OF_AGE = 18;

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Map<String, String>> expected = new HashMap<>();

  /** In the order of the partition: of two records of one user the later is the newer. */
  void add(SourceRecord record) {
    JsonNode user;
    try {
      user = json.readTree(record.value() == null ? new byte[0] : record.value());
    } catch (IOException e) {
      return;
    }
    String id = user.at("/login/uuid").asText();
    JsonNode age = user.at("/dob/age");
    if (id.length() != 36 || !age.isInt() || age.asInt() < OF_AGE) {
      return;
    }
    Map<String, String> columns = new HashMap<>();
    columns.put("age", age.asText());
    put(columns, "gender", user.at("/gender"));
    put(columns, "nationality", user.at("/nat"));
    put(columns, "username", user.at("/login/username"));
    if (user.at("/name/first").isTextual() && user.at("/name/last").isTextual()) {
      columns.put(
          "fullname", user.at("/name/first").asText() + " " + user.at("/name/last").asText());
    }
    expected.put(id, columns);
  }

  private static void put(Map<String, String> columns, String column, JsonNode value) {
    if (value.isTextual()) {
      columns.put(column, value.asText());
    }
  }

  /** The comparison; a user whose row is missing counts only if its JSON could be used. */
  Comparison compare(Map<String, Map<String, @Nullable Object>> stored) {
    List<String> differences = new ArrayList<>();
    long compared = 0;
    for (Map.Entry<String, Map<String, String>> user : expected.entrySet()) {
      Map<String, @Nullable Object> row = stored.get(user.getKey());
      if (row == null) {
        continue;
      }
      for (Map.Entry<String, String> column : user.getValue().entrySet()) {
        compared++;
        if (!column.getValue().equals(String.valueOf(row.get(column.getKey())))) {
          differences.add("row " + user.getKey() + ", column '" + column.getKey() + "'");
        }
      }
    }
    return new Comparison(compared, differences);
  }

  /** How many values, and where they differ. */
  record Comparison(long compared, List<String> differences) {}
}
