package dev.rollcall.examples;

import static dev.rollcall.core.aggregate.Measure.Condition.column;
import static dev.rollcall.core.record.ColumnType.STRING;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.PersonalData;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.mongo.MongoAggregates;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users of 18 and over to Cassandra, phone and address pseudonymised; live figures to MongoDB. */
public final class ProfileAnalytics {

  /** The topic of the users. */
  public static final String TOPIC = "users";

  public static final String BY_NATIONALITY_AND_GENDER = "users_by_nationality_and_gender";
  public static final String MEAN_AGE = "mean_age_by_gender";
  public static final String BY_EMAIL_DOMAIN = "users_by_email_domain";
  public static final String BY_AGE_BAND = "users_by_age_band";

  private static final String[] COLUMNS = {
    "user_id AS id", "gender", "full_name AS fullname", "username",
    "email_domain", "phone", "full_address AS fulladdress", "nationality",
    "birth_date AS birthday", "age", "registered_at AS inscription"
  };

  private ProfileAnalytics() {}

  /** The table of the rows, made if it is not there; say where with {@code contactPoint}. */
  public static CassandraTable userTable() {
    return CassandraTable.in("users_keyspace")
        .named("user_table")
        .columnType("age", "int")
        .columnType("birthday", "text")
        .columnType("inscription", "text")
        .autoCreate();
  }

  /** The definition, over these stores. */
  public static Pipeline pipeline(
      RowTarget table, AggregateTarget aggregates, DeadLetterTarget deadLetters, HmacKey key) {
    AggregationBuilder meanAge = Aggregation.named(MEAN_AGE).count().mean("age");
    meanAge.mean("age").where(column("gender").is("male")).as("mean_age_male");
    meanAge.mean("age").where(column("gender").is("female")).as("mean_age_female");
    meanAge.min("age").max("age").sum("age");
    return Pipeline.named("profile-analytics")
        .records(Users.erasable())
        .where(row -> !row.isNull("age") && row.getLong("age") >= 18)
        .derived("full_address", STRING, (row, time) -> fullAddress(row))
        .personal(PersonalData.hash(key).only("phone", "full_address"))
        .rows(table, COLUMNS)
        .aggregate(
            Aggregation.named(BY_NATIONALITY_AND_GENDER)
                .groupBy("nationality", "gender")
                .count()
                .mean("age")
                .distinct("user_id")
                .quantiles("age", 0.5, 0.95))
        .aggregate(meanAge.build())
        .aggregate(
            Aggregation.named(BY_EMAIL_DOMAIN).groupBy("email_domain").count().distinct("user_id"))
        .aggregate(Aggregation.named(BY_AGE_BAND).groupBy("age_band").count().mean("age"))
        .into(aggregates)
        .deadLetters(deadLetters)
        .build();
  }

  private static @Nullable String fullAddress(Row row) {
    String address =
        Stream.of("street", "postcode", "city", "state", "country")
            .map(row::getString)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return address.isEmpty() ? null : address;
  }

  /** Runs it over servers on this machine, until what is in the topic is in the stores. */
  public static void main(String[] args) {
    String kafka = "localhost:9092";
    Pipeline pipeline =
        pipeline(
            userTable().contactPoint("localhost:9042"),
            MongoAggregates.database("users_db").connectionString("mongodb://localhost:27017"),
            DeadLetterTopic.named(TOPIC + ".dead-letters").bootstrapServers(kafka).autoCreate(),
            HmacKey.ofHex(Objects.requireNonNull(System.getenv("PSEUDONYM_KEY"), "PSEUDONYM_KEY")));
    KafkaSource users = KafkaSource.of(KafkaTopic.named(TOPIC).bootstrapServers(kafka));
    try (PipelineRunner run = PipelineRunner.start(pipeline, users.group("profile-analytics"))) {
      System.out.println(run.awaitCaughtUp());
    }
  }
}
