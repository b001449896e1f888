package dev.rollcall.spark;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.user.Users;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkRowsTest {

  @Test
  void elementsBecomeTypedColumnsAndWhatIsNoneSaysWhy() {
    Dataset<Row> users =
        SparkRows.flatten(
            json(
                "{\"results\":[{\"username\":\"a\",\"dob\":{\"age\":20}},"
                    + "{\"username\":\"b\",\"dob\":{\"age\":40}}]}",
                "{\"username\":\"c\",\"dob\":{\"age\":\"old\"}}",
                "{"),
            Users.recordType());
    assertThat(users.count()).isEqualTo(4);
    assertThat(users.filter(col(SparkRows.ERROR_COLUMN).isNotNull()).count()).isEqualTo(2);
    assertThat(users.agg(avg("age")).first().getDouble(0)).isEqualTo(30);
    assertThat(users.schema().apply("age").dataType()).isEqualTo(DataTypes.LongType);
    assertThat(users.schema().apply("birth_date").dataType()).isEqualTo(DataTypes.TimestampType);
  }

  @Test
  void anElementThatDeletesARowIsNoneAndSaysSo() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", ColumnType.STRING)
            .deletedWhere("op", "d")
            .build();

    List<Row> rows =
        SparkRows.flatten(json("{\"k\":\"a\"}", "{\"k\":\"a\",\"op\":\"d\"}"), type)
            .select(SparkRows.ERROR_COLUMN)
            .collectAsList();

    assertThat(rows)
        .containsExactly(
            RowFactory.create((Object) null), RowFactory.create("it deletes the row of its key"));
  }

  @Test
  void everyTypeHasItsSparkTypeWhateverTheZoneOfTheSession() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", ColumnType.UUID)
            .from("k")
            .column("at", ColumnType.TIMESTAMP)
            .from("at")
            .column("day", ColumnType.DATE)
            .from("day")
            .decimal("price", 10, 2)
            .from("price")
            .column("ok", ColumnType.BOOLEAN)
            .from("ok")
            .column("blob", ColumnType.BYTES)
            .from("blob")
            .build();
    Row row =
        SparkRows.flatten(
                json(
                    "{\"k\":\"155e77ee-ba6d-486f-95ce-0e0c0fb4b919\",\"at\":\"2012-05-31T05:08:12.251Z\","
                        + "\"day\":\"2012-05-31\",\"price\":1.5,\"ok\":true,\"blob\":\"AAE=\"}"),
                type)
            .first();
    assertThat(row.<String>getAs("k")).isEqualTo("155e77ee-ba6d-486f-95ce-0e0c0fb4b919");
    assertThat(row.<Timestamp>getAs("at").toInstant())
        .isEqualTo(Instant.parse("2012-05-31T05:08:12.251Z"));
    assertThat(row.getAs("day").toString()).isEqualTo("2012-05-31");
    assertThat(row.<BigDecimal>getAs("price")).isEqualByComparingTo("1.50");
    assertThat(row.<Boolean>getAs("ok")).isTrue();
    assertThat(row.<byte[]>getAs("blob")).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource({"true, Europe/Berlin", "false, Europe/Berlin", "false, America/New_York"})
  void oldDaysAndMomentsAreAsInAPipelineWhateverSparkAndTheJvmAreSetTo(String java8, String zone) {
    RecordType type =
        RecordType.named("t")
            .key("day")
            .column("day", ColumnType.DATE)
            .from("day")
            .column("at", ColumnType.TIMESTAMP)
            .from("at")
            .build();
    List<String> days =
        List.of("0001-01-01", "1582-10-10", "1600-02-29", "1890-03-01", "1969-12-31", "9999-12-31");
    List<String> records =
        days.stream()
            .map(day -> "{\"day\":\"%s\",\"at\":\"%sT00:00:00.001Z\"}".formatted(day, day))
            .toList();
    SparkSession spark = TestSpark.session();
    String before = spark.conf().get("spark.sql.session.timeZone");
    TimeZone jvm = TimeZone.getDefault();
    spark.conf().set("spark.sql.datetime.java8API.enabled", java8);
    spark.conf().set("spark.sql.session.timeZone", zone);
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      List<Row> rows =
          SparkRows.flatten(json(records.toArray(String[]::new)), type)
              .select(unix_date(col("day")), col("day").cast("string"), unix_millis(col("at")))
              .collectAsList();

      assertThat(rows)
          .containsExactlyElementsOf(
              days.stream()
                  .map(LocalDate::parse)
                  .map(
                      day ->
                          RowFactory.create(
                              (int) day.toEpochDay(),
                              day.toString(),
                              day.toEpochDay() * 86_400_000L + 1))
                  .toList());
    } finally {
      spark.conf().unset("spark.sql.datetime.java8API.enabled");
      spark.conf().set("spark.sql.session.timeZone", before);
      TimeZone.setDefault(jvm);
    }
  }

  @Test
  void anErrorCarriesWhereItsRecordStandsAndARecordWithoutAValueIsNoRow() {
    Dataset<Row> kafka =
        json("{", "{\"username\":\"a\"}", "gone")
            .selectExpr(
                "nullif(value, 'gone') as value",
                "cast('the key' as binary) as key",
                "7 as partition",
                "cast(40 + length(value) as bigint) as offset");

    List<Row> rows = SparkRows.flatten(kafka, Users.recordType()).collectAsList();

    assertThat(rows).hasSize(2);
    assertThat(rows)
        .filteredOn(row -> row.getAs(SparkRows.ERROR_COLUMN) != null)
        .hasSize(1)
        .allSatisfy(
            row -> {
              assertThat(row.<Integer>getAs(SparkRows.PARTITION_COLUMN)).isEqualTo(7);
              assertThat(row.<byte[]>getAs(SparkRows.KEY_COLUMN))
                  .isEqualTo("the key".getBytes(StandardCharsets.UTF_8));
            })
        .extracting(row -> row.<Long>getAs(SparkRows.OFFSET_COLUMN))
        .containsExactly(41L);
    assertThat(rows.get(1).<Long>getAs(SparkRows.OFFSET_COLUMN)).isNull();
  }

  @Test
  void withoutATimeNothingIsCountedFrom1970() {
    Dataset<Row> born = json("{\"username\":\"a\",\"dob\":{\"date\":\"1950-05-25T00:00:00Z\"}}");
    for (Dataset<Row> timeless :
        List.of(
            born,
            born.selectExpr("value", "cast(null as timestamp) as timestamp"),
            born.selectExpr("value", "timestamp_millis(-1) as timestamp"))) {
      Row user = SparkRows.flatten(timeless, Users.recordType()).first();
      assertThat(user.<String>getAs(SparkRows.ERROR_COLUMN)).isNull();
      assertThat(user.<Object>getAs("birth_date")).isNotNull();
      assertThat(user.<Long>getAs("age")).isNull();
    }
    Row dated =
        SparkRows.flatten(
                born.selectExpr("value", "timestamp '2024-05-26 12:00:00' as timestamp"),
                Users.recordType())
            .first();
    assertThat(dated.<Long>getAs("age")).isEqualTo(74);
  }

  @Test
  void aDecimalOfMoreDigitsThanSparkHasIsRefusedByName() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", ColumnType.STRING)
            .from("k")
            .decimal("balance", 40, 2)
            .from("balance")
            .build();

    assertThatThrownBy(() -> SparkRows.flatten(json("{}"), type))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'balance': got DECIMAL of 40 digits, expected at most 38");
  }

  private static Dataset<Row> json(String... records) {
    List<String> values = Arrays.asList(records);
    return TestSpark.session().createDataset(values, Encoders.STRING()).toDF("value");
  }
}
