package dev.rollcall.spark;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.user.Users;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

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

  private static Dataset<Row> json(String... records) {
    List<String> values = Arrays.asList(records);
    return TestSpark.session().createDataset(values, Encoders.STRING()).toDF("value");
  }
}
