package dev.rollcall.examples;

import static dev.rollcall.core.record.ColumnType.STRING;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users from a topic of Kafka to one table of Cassandra. */
public final class CreatedUsers {

  /** The topic of the users. */
  public static final String TOPIC = "users_created";

  private CreatedUsers() {}

  /** The table of the rows; say where with {@code contactPoint}. */
  public static CassandraTable table() {
    return CassandraTable.in("spark_streams")
        .named("created_users")
        .columnType("dob", "text")
        .columnType("registered_date", "text")
        .autoCreate();
  }

  /** The definition, over these stores. */
  public static Pipeline pipeline(RowTarget table, DeadLetterTarget deadLetters) {
    return Pipeline.named("created-users")
        .records(Users.erasable())
        .derived("address", STRING, (row, time) -> address(row))
        .rows(
            table,
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
            "picture_medium AS picture")
        .deadLetters(deadLetters)
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

  /** Runs it over servers on this machine, until what is in the topic is in the table. */
  public static void main(String[] args) {
    String kafka = "localhost:9092";
    Pipeline pipeline =
        pipeline(
            table().contactPoint("localhost:9042"),
            DeadLetterTopic.named(TOPIC + ".dead-letters").bootstrapServers(kafka).autoCreate());
    KafkaTopic topic = KafkaTopic.named(TOPIC).bootstrapServers(kafka);
    try (PipelineRunner run =
        PipelineRunner.start(pipeline, KafkaSource.of(topic).group("created-users"))) {
      System.out.println(run.awaitCaughtUp());
    }
  }
}
