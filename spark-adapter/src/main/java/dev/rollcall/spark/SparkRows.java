package dev.rollcall.spark;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/**
 * Flattens records to typed columns, for further work in Spark SQL: the same flattening as in a
 * pipeline, without its sinks.
 */
public final class SparkRows {

  /** The column with the reason why an element gave no row; null for other elements: {@value}. */
  public static final String ERROR_COLUMN = "rollcall_error";

  /** For errors, the partition of the record, an INT: {@value}. */
  public static final String PARTITION_COLUMN = "rollcall_partition";

  /** For errors, the offset of the record, a BIGINT: {@value}. */
  public static final String OFFSET_COLUMN = "rollcall_offset";

  /** For errors, the key of the record, BINARY: {@value}. */
  public static final String KEY_COLUMN = "rollcall_key";

  /** As Spark's Kafka source has them. */
  private static final DataType HEADERS =
      DataTypes.createArrayType(
          new StructType()
              .add("key", DataTypes.StringType, true)
              .add("value", DataTypes.BinaryType, true));

  private SparkRows() {}

  /**
   * Returns one row per element of the records in the column {@code value} (binary or text), with
   * the columns of the record type, {@value #ERROR_COLUMN}, {@value #PARTITION_COLUMN}, {@value
   * #OFFSET_COLUMN} and {@value #KEY_COLUMN}. An element that cannot be used is a row with only the
   * error and the position of its record, so that nothing disappears silently (a record without a
   * value has no elements), and so is one that deletes a row. The position needs the columns {@code
   * partition}, {@code offset} and {@code key}, which Spark's Kafka source provides. The column
   * {@code timestamp}, if there is one, is the records' time; without it, and where it is null or
   * before 1970 (Kafka's −1), a record has no time, and values derived from it, such as an age, are
   * null.
   *
   * <p>Columns that are read from the message ({@code fromKey()}, {@code fromHeader(…)}, {@code
   * from(MessageField…)}) need {@code topic}, {@code partition} and {@code offset} too, as Spark's
   * Kafka source has them, and headers its option {@code includeHeaders}; without them they are
   * null.
   *
   * <p>Dates and timestamps equal those of a pipeline, whatever the time zone of the session or the
   * JVM and the setting {@code spark.sql.datetime.java8API.enabled}. UUID and JSON are text.
   *
   * @throws ConfigurationException if a DECIMAL has more than 38 digits, Spark's maximum
   */
  public static Dataset<Row> flatten(Dataset<Row> records, RecordType type) {
    List<String> given = Arrays.asList(records.columns());
    Dataset<Row> values =
        records.select(
            functions.col("value").cast(DataTypes.BinaryType),
            given.contains("timestamp")
                ? functions.unix_millis(functions.col("timestamp"))
                : functions.lit(null).cast(DataTypes.LongType),
            column(given, "partition", DataTypes.IntegerType),
            column(given, "offset", DataTypes.LongType),
            column(given, "key", DataTypes.BinaryType),
            column(given, "topic", DataTypes.StringType),
            hasHeaders(records.schema())
                ? functions.col("headers")
                : functions.lit(null).cast(HEADERS));
    Dataset<Row> rows = values.flatMap(new FlattenTask(type), Encoders.row(carried(type.schema())));
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    type.schema().columns().forEach(column -> columns.add(finished(column)));
    for (String name : List.of(ERROR_COLUMN, PARTITION_COLUMN, OFFSET_COLUMN, KEY_COLUMN)) {
      columns.add(functions.col(name));
    }
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** A column of this name that is something else is none of ours. */
  private static boolean hasHeaders(StructType schema) {
    return Arrays.stream(schema.fields())
        .anyMatch(
            field ->
                field.name().equals("headers")
                    && field.dataType().catalogString().equals(HEADERS.catalogString()));
  }

  private static org.apache.spark.sql.Column column(
      List<String> given, String name, DataType type) {
    return given.contains(name)
        ? functions.col(name).cast(type)
        : functions.lit(null).cast(type).as(name);
  }

  /** The rows as they leave a task: {@link FlattenTask} makes its values of these types. */
  private static StructType carried(Schema schema) {
    StructType struct = new StructType();
    for (Column column : schema.columns()) {
      struct = struct.add(column.name(), type(column), true);
    }
    return struct
        .add(ERROR_COLUMN, DataTypes.StringType, true)
        .add(PARTITION_COLUMN, DataTypes.IntegerType, true)
        .add(OFFSET_COLUMN, DataTypes.LongType, true)
        .add(KEY_COLUMN, DataTypes.BinaryType, true);
  }

  /**
   * Days and moments are carried as numbers, for Java's old classes of them follow another calendar
   * before 1582 and the zones of the JVM.
   */
  private static org.apache.spark.sql.Column finished(Column column) {
    org.apache.spark.sql.Column carried =
        functions.col("`" + column.name().replace("`", "``") + "`");
    return switch (column.type()) {
      case TIMESTAMP -> functions.timestamp_millis(carried).as(column.name());
      case DATE -> functions.date_from_unix_date(carried).as(column.name());
      default -> carried;
    };
  }

  private static DataType type(Column column) {
    return switch (column.type()) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INT64, TIMESTAMP -> DataTypes.LongType;
      case FLOAT64 -> DataTypes.DoubleType;
      case DECIMAL -> decimal(column);
      case STRING, UUID, JSON -> DataTypes.StringType;
      case DATE -> DataTypes.IntegerType;
      case BYTES -> DataTypes.BinaryType;
    };
  }

  private static DataType decimal(Column column) {
    if (column.precision() > DecimalType.MAX_PRECISION()) {
      throw new ConfigurationException(
          "column '%s': got DECIMAL of %d digits, expected at most %d, which is what Spark has"
              .formatted(column.name(), column.precision(), DecimalType.MAX_PRECISION()));
    }
    return DataTypes.createDecimalType(column.precision(), column.scale());
  }
}
