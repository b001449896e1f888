package dev.rollcall.examples;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.clean.UserCleaning;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.user.Users;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;

/** Users, cleaned and enriched, to a warehouse in PostgreSQL: a row each, and live figures. */
public final class UserWarehouse {

  /** The topic of the users. */
  public static final String TOPIC = "users_raw";

  private UserWarehouse() {}

  /** The table of the users; say where with {@code url}. */
  public static JdbcTable table() {
    return JdbcTable.named("warehouse_users").autoCreate();
  }

  /** The definition, over these stores. */
  public static Pipeline pipeline(
      RowTarget table, AggregateTarget figures, DeadLetterTarget deadLetters) {
    return UserCleaning.addTo(Pipeline.named("user-warehouse").records(Users.erasable()))
        .rows(
            table,
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
            "days_registered")
        .aggregate(
            Aggregation.named("users_by_region")
                .groupBy("continent", "region")
                .count()
                .mean("age")
                .distinct("user_id"))
        .aggregate(Aggregation.named("users_by_age_band").groupBy("age_band", "gender").count())
        .into(figures)
        .deadLetters(deadLetters)
        .build();
  }

  /** Runs it over servers on this machine, until what is in the topic is in the tables. */
  public static void main(String[] args) {
    String kafka = "localhost:9092";
    String warehouse = "jdbc:postgresql://localhost:5432/warehouse";
    Pipeline pipeline =
        pipeline(
            table().url(warehouse),
            JdbcAggregates.url(warehouse).autoCreate(),
            DeadLetterTopic.named(TOPIC + ".dead-letters").bootstrapServers(kafka).autoCreate());
    KafkaTopic topic = KafkaTopic.named(TOPIC).bootstrapServers(kafka);
    try (PipelineRunner run =
        PipelineRunner.start(pipeline, KafkaSource.of(topic).group("user-warehouse"))) {
      System.out.println(run.awaitCaughtUp());
    }
  }
}
