package dev.rollcall.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.cassandra.CassandraRecords;
import dev.rollcall.cli.check.CassandraRows;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.JdbcRows;
import dev.rollcall.cli.check.SourceRecords;
import dev.rollcall.cli.check.UserByHand;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.port.BatchPart;
import dev.rollcall.randomuser.UserPage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the API for the day's users once more and compares the tables with them. */
final class DailyCheck {

  private static final List<String> SECRETS = List.of("password", "salt", "md5", "sha1", "sha256");
  private static final int SPLITS = 8;

  private final Stores stores;
  private final DailyTables tables;
  private final Map<String, JsonNode> users;
  private final Map<String, Map<String, @Nullable Object>> raw;

  DailyCheck(Stores stores, DailyTables tables, UserOrigin origin) {
    this.stores = stores;
    this.tables = tables;
    this.users = origin.withClient(client -> users(client.pages(origin.users())));
    this.raw =
        CassandraRows.read(stores.cassandra(), DailyTables.KEYSPACE, DailyTables.RAW, "user_id");
  }

  private static Map<String, JsonNode> users(Iterable<UserPage> pages) {
    Map<String, JsonNode> users = new HashMap<>();
    for (UserPage page : pages) {
      for (JsonNode user : SourceRecords.tree(page.body()).path("results")) {
        users.put(user.at("/login/uuid").asText(), user);
      }
    }
    return users;
  }

  /** What a step must have left. */
  List<Check> after(DailyStep step) {
    return switch (step) {
      case EXTRACT -> List.of(rawUsers(), tokenRanges());
      case TRANSFORM -> List.of(cleanedUsers());
      case LOAD -> List.of(statistics());
    };
  }

  private boolean isOfTheDay(Map<String, @Nullable Object> row) {
    return tables.day().toString().equals(row.get("date"));
  }

  private Check rawUsers() {
    Map<String, Map<String, @Nullable Object>> stored = new HashMap<>();
    raw.forEach(
        (id, row) -> {
          if (isOfTheDay(row)) {
            stored.put(
                id,
                Map.of(
                    "raw_data",
                    SourceRecords.tree(String.valueOf(row.get("raw_data")).getBytes(UTF_8))));
          }
        });
    Map<String, Map<String, @Nullable Object>> expected = new HashMap<>();
    users.forEach(
        (id, user) -> {
          JsonNode shown = user.deepCopy();
          ((ObjectNode) shown.path("login")).remove(SECRETS);
          expected.put(id, Map.of("raw_data", shown));
        });
    return Check.ofRows(
        DailyTables.RAW + " of the day = the API's users without their secrets", stored, expected);
  }

  /** All days: what ranges of tokens give is what the table has. */
  private Check tokenRanges() {
    Set<String> read = new HashSet<>();
    long records = 0;
    for (BatchPart part :
        CassandraRecords.of(tables.raw(), "raw_data", "created_at").splits(SPLITS).parts()) {
      long[] count = {0};
      part.read(
          record -> {
            read.add(SourceRecords.tree(record.value()).at("/login/uuid").asText());
            count[0]++;
          });
      records += count[0];
    }
    boolean same = records == raw.size() && read.equals(raw.keySet());
    return Check.of(
        DailyTables.RAW + " read whole by ranges of tokens = SELECT *",
        records,
        same ? List.of() : List.of("%d records, expected %d".formatted(records, raw.size())));
  }

  private Check cleanedUsers() {
    Map<String, Map<String, @Nullable Object>> stored =
        JdbcRows.read(stores.postgres(), "SELECT user_id AS row_key, * FROM " + DailyTables.USERS);
    raw.forEach(
        (id, row) -> {
          if (!isOfTheDay(row)) {
            stored.remove(id);
          }
        });
    Map<String, Map<String, @Nullable Object>> expected = new HashMap<>();
    users.forEach(
        (id, user) -> {
          Map<String, @Nullable Object> row = UserByHand.cleaned(user);
          row.keySet()
              .removeAll(
                  List.of(
                      "full_name",
                      "phone_digits",
                      "age_band",
                      "city",
                      "postcode",
                      "registered_at"));
          row.computeIfPresent(
              "birth_date", (column, at) -> LocalDate.ofInstant((Instant) at, ZoneOffset.UTC));
          expected.put(id, row);
        });
    return Check.ofRows(
        DailyTables.USERS + " of the day = the API's users, cleaned by hand", stored, expected);
  }

  private Check statistics() {
    long male = users.values().stream().filter(user -> is(user, "male")).count();
    long female = users.values().stream().filter(user -> is(user, "female")).count();
    long ages = users.values().stream().mapToLong(user -> user.at("/dob/age").asLong()).sum();
    Map<String, @Nullable Object> expected = new HashMap<>();
    expected.put("total_users", (long) users.size());
    expected.put("male_count", male);
    expected.put("female_count", female);
    expected.put(
        "avg_age",
        BigDecimal.valueOf(ages)
            .divide(BigDecimal.valueOf(users.size()), 2, RoundingMode.HALF_EVEN));
    return Check.ofRows(
        DailyTables.STATISTICS + " of the day = a recount of the API's users",
        JdbcRows.read(
            stores.postgres(),
            "SELECT stat_date AS row_key, total_users, male_count, female_count,"
                + " avg_age::numeric(38,2) AS avg_age FROM "
                + DailyTables.STATISTICS
                + " WHERE stat_date = '"
                + tables.day()
                + "'"),
        Map.of(tables.day().toString(), expected));
  }

  private static boolean is(JsonNode user, String gender) {
    return gender.equals(user.path("gender").textValue());
  }
}
