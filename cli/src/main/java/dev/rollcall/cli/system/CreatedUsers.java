package dev.rollcall.cli.system;

import static dev.rollcall.core.record.ColumnType.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.check.CassandraRows;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.SourceRecords;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.Projection;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users as they are created, to one table of Cassandra. */
final class CreatedUsers implements TopicSystem {

  private static final String KEYSPACE = "spark_streams";
  private static final String TABLE = "created_users";

  @Override
  public String name() {
    return "created-users";
  }

  @Override
  public String topic() {
    return "users_created";
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.KAFKA, Servers.Kind.CASSANDRA);
  }

  @Override
  public Pipeline pipeline(Stores stores, Path home) {
    return Pipeline.named(name())
        .records(Users.recordType())
        .derived("address", STRING, (row, time) -> address(row))
        .rows(
            stores
                .at(CassandraTable.in(KEYSPACE).named(TABLE))
                .columnType("dob", "text")
                .columnType("registered_date", "text")
                .autoCreate(),
            Projection.columns(
                "user_id AS id",
                "first_name",
                "last_name",
                "gender",
                "address",
                "postcode AS post_code",
                "email",
                "username",
                "birth_date AS dob",
                "registered_at AS registered_date",
                "phone",
                "picture_medium AS picture"))
        .deadLetters(stores.deadLetters(topic()))
        .build();
  }

  private static @Nullable String address(Row row) {
    String address =
        Stream.of("street", "city", "state", "country")
            .map(row::getString)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return address.isEmpty() ? null : address;
  }

  @Override
  public List<Check> check(SystemRun run, KafkaTopic topic) {
    Map<String, Map<String, @Nullable Object>> expected =
        SourceRecords.newestUsers(topic, CreatedUsers::expected);
    Map<String, Map<String, @Nullable Object>> stored =
        CassandraRows.read(run.stores().cassandra(), KEYSPACE, TABLE, "id");
    stored.values().forEach(row -> row.replaceAll(CreatedUsers::instants));
    return List.of(Check.ofRows(KEYSPACE + "." + TABLE + " = the topic's users", stored, expected));
  }

  /** The texts of times may be of other forms. */
  private static @Nullable Object instants(String column, @Nullable Object value) {
    return (column.equals("dob") || column.equals("registered_date")) && value != null
        ? Instant.parse(value.toString())
        : value;
  }

  private static Map<String, @Nullable Object> expected(JsonNode user) {
    JsonNode location = user.path("location");
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("first_name", user.at("/name/first").textValue());
    row.put("last_name", user.at("/name/last").textValue());
    row.put("gender", user.path("gender").textValue());
    row.put(
        "address",
        "%s %s, %s, %s, %s"
            .formatted(
                location.at("/street/number").asText(),
                location.at("/street/name").asText(),
                location.path("city").asText(),
                location.path("state").asText(),
                location.path("country").asText()));
    row.put("post_code", location.path("postcode").asText());
    row.put("email", user.path("email").textValue());
    row.put("username", user.at("/login/username").textValue());
    row.put("dob", Instant.parse(user.at("/dob/date").asText()));
    row.put("registered_date", Instant.parse(user.at("/registered/date").asText()));
    row.put("phone", user.path("phone").textValue());
    row.put("picture", user.at("/picture/medium").textValue());
    return row;
  }
}
