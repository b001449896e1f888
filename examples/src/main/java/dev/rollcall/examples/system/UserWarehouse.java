package dev.rollcall.examples.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.clean.UserCleaning;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.Projection;
import dev.rollcall.core.user.Users;
import dev.rollcall.examples.check.Check;
import dev.rollcall.examples.check.JdbcRows;
import dev.rollcall.examples.check.SourceRecords;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users, cleaned and enriched, to a warehouse in PostgreSQL: a row each, and live figures. */
final class UserWarehouse implements TopicSystem {

  private static final String BY_AGE = "users_by_age_band";

  @Override
  public String name() {
    return "user-warehouse";
  }

  @Override
  public String title() {
    return "users, cleaned and enriched, to tables of PostgreSQL";
  }

  @Override
  public String topic() {
    return "users_raw";
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.KAFKA, Servers.Kind.POSTGRES);
  }

  @Override
  public Pipeline pipeline(Stores stores, Path home) {
    return UserCleaning.addTo(Pipeline.named(name()).records(Users.recordType()))
        .rows(
            JdbcTable.named("users").url(stores.postgres()).autoCreate(),
            Projection.columns(
                "user_id",
                "username",
                "first_name",
                "last_name",
                "full_name",
                "gender",
                "email",
                "email_domain",
                "phone",
                "phone_digits",
                "birth_date",
                "age",
                "age_band",
                "city",
                "country",
                "postcode",
                "nationality",
                "continent",
                "region",
                "registered_at",
                "days_registered"))
        .aggregate(
            Aggregation.named("users_by_region")
                .groupBy("continent", "region")
                .count()
                .mean("age")
                .distinct("user_id"))
        .aggregate(Aggregation.named(BY_AGE).groupBy("age_band", "gender").count())
        .into(JdbcAggregates.url(stores.postgres()).autoCreate())
        .deadLetters(stores.deadLetters(topic()))
        .build();
  }

  @Override
  public List<Check> check(SystemRun run, KafkaTopic topic) {
    String url = run.stores().postgres();
    Map<String, Map<String, @Nullable Object>> recount = new HashMap<>();
    SourceRecords.eachUser(
        topic,
        user ->
            recount
                .computeIfAbsent(
                    band(user.at("/dob/age").asInt()) + " " + user.path("gender").textValue(),
                    group -> new HashMap<>())
                .merge("count", 1L, (sum, one) -> (Long) sum + (Long) one));
    return List.of(
        Check.ofRows(
            "users = the topic's users, cleaned by hand",
            JdbcRows.read(url, "SELECT user_id AS row_key, * FROM users"),
            SourceRecords.newestUsers(topic, UserWarehouse::expected)),
        Check.ofRows(
            BY_AGE + " = a recount of the topic",
            JdbcRows.read(url, "SELECT age_band || ' ' || gender AS row_key, count FROM " + BY_AGE),
            recount));
  }

  private static Map<String, @Nullable Object> expected(JsonNode user) {
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
    row.put("age_band", band(user.at("/dob/age").asInt()));
    row.put("city", tidy(user.at("/location/city")));
    row.put("postcode", tidy(user.at("/location/postcode")));
    row.put("nationality", user.path("nat").textValue());
    row.put("registered_at", Instant.parse(user.at("/registered/date").asText()));
    return row;
  }

  private static String tidy(JsonNode text) {
    return Normalizer.normalize(text.asText(), Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
  }

  private static String band(int age) {
    if (age < 25) {
      return age < 18 ? "0-17" : "18-24";
    }
    int from = age - (age - 25) % 10;
    return age >= 65 ? "65+" : from + "-" + (from + 9);
  }
}
