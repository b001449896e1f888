package dev.rollcall.spark;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Records as typed columns, for those who go on in SQL: the same flattening as in a pipeline,
 * without its sinks.
 */
public final class SparkRows {

  /** The column that says why an element gave no row; null for the others. {@value}. */
  public static final String ERROR_COLUMN = "rollcall_error";

  private SparkRows() {}

  /**
   * One row per element of the records in the column {@code value} (binary or text), with the
   * columns of the record type and {@value #ERROR_COLUMN}. An element that cannot be used is a row
   * with nothing but the error, so that nothing disappears silently. If there is a column {@code
   * timestamp} it is the records' time, else 1970.
   */
  public static Dataset<Row> flatten(Dataset<Row> records, RecordType type) {
    boolean timed = Arrays.asList(records.columns()).contains("timestamp");
    Dataset<Row> values =
        records.select(
            functions.col("value").cast(DataTypes.BinaryType),
            timed ? functions.unix_millis(functions.col("timestamp")) : functions.lit(0L));
    boolean instants =
        Boolean.parseBoolean(
            records.sparkSession().conf().get("spark.sql.datetime.java8API.enabled", "false"));
    StructType schema = schema(type.schema());
    return values.flatMap(new FlattenTask(type, instants), Encoders.row(schema));
  }

  /** The columns of the rows as Spark types: a UUID and JSON are text. */
  static StructType schema(Schema schema) {
    StructType struct = new StructType();
    for (Column column : schema.columns()) {
      struct = struct.add(column.name(), type(column), true);
    }
    return struct.add(ERROR_COLUMN, DataTypes.StringType, true);
  }

  private static DataType type(Column column) {
    return switch (column.type()) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INT64 -> DataTypes.LongType;
      case FLOAT64 -> DataTypes.DoubleType;
      case DECIMAL -> DataTypes.createDecimalType(column.precision(), column.scale());
      case STRING, UUID, JSON -> DataTypes.StringType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case DATE -> DataTypes.DateType;
      case BYTES -> DataTypes.BinaryType;
    };
  }
}
