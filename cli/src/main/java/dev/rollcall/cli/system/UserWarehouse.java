package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.JdbcRows;
import dev.rollcall.cli.check.SourceRecords;
import dev.rollcall.cli.check.UserByHand;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.clean.UserCleaning;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.Projection;
import dev.rollcall.core.user.Users;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users, cleaned and enriched, to a warehouse in PostgreSQL: a row each, and live figures. */
final class UserWarehouse implements TopicSystem {

  private static final String TABLE = "warehouse_users";
  private static final String BY_AGE = "users_by_age_band";

  @Override
  public String name() {
    return "user-warehouse";
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
            JdbcTable.named(TABLE).url(stores.postgres()).autoCreate(),
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
                    UserByHand.ageBand(user.at("/dob/age").asInt())
                        + " "
                        + user.path("gender").textValue(),
                    group -> new HashMap<>())
                .merge("count", 1L, (sum, one) -> (Long) sum + (Long) one));
    return List.of(
        Check.ofRows(
            TABLE + " = the topic's users, cleaned by hand",
            JdbcRows.read(url, "SELECT user_id AS row_key, * FROM " + TABLE),
            SourceRecords.newestUsers(topic, UserByHand::cleaned)),
        Check.ofRows(
            BY_AGE + " = a recount of the topic",
            JdbcRows.read(url, "SELECT age_band || ' ' || gender AS row_key, count FROM " + BY_AGE),
            recount));
  }
}
