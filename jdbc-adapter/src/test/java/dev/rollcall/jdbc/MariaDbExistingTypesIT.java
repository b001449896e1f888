package dev.rollcall.jdbc;

import dev.rollcall.core.record.ColumnType;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All types of a real MariaDB. */
@EnabledWithMariaDb
class MariaDbExistingTypesIT extends JdbcExistingTypesTests {

  private static final String BINARY = " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Override
  List<String> sqlTypes() {
    return List.of(
        "tinytext",
        "text",
        "mediumtext",
        "longtext",
        "varchar(3)",
        "varchar(255)",
        "varchar(3)" + BINARY,
        "varchar(255)" + BINARY,
        "varchar(40) CHARACTER SET latin1",
        "char(3)",
        "char(36)",
        "char(36)" + BINARY,
        "char(32)",
        "enum('sad', 'ok', '', '1')",
        "enum('back\\\\slash')",
        "set('sad', 'ok')",
        "uuid",
        "inet6",
        "json",
        "tinyint",
        "tinyint unsigned",
        "tinyint(1)",
        "smallint",
        "mediumint",
        "int",
        "int unsigned",
        "int(5) zerofill",
        "bigint",
        "bigint unsigned",
        "decimal",
        "decimal(5)",
        "decimal(12,2)",
        "decimal(20,10)",
        "decimal(12,1)",
        "float",
        "float(10,2)",
        "double",
        "double(10,2)",
        "bit",
        "bit(8)",
        "year",
        "date",
        "datetime",
        "datetime(2)",
        "datetime(3)",
        "datetime(6)",
        "timestamp NULL",
        "timestamp(3) NULL",
        "timestamp(6) NULL",
        "time",
        "time(3)",
        "tinyblob",
        "blob",
        "longblob",
        "binary(3)",
        "varbinary(3)",
        "varbinary(255)");
  }

  @Override
  List<String> taken(ColumnType type, boolean key) {
    return switch (type) {
      case BOOLEAN -> List.of("tinyint", "tinyint unsigned", "tinyint(1)", "bit", "bit(8)");
      case INT64 ->
          List.of(
              "tinyint",
              "tinyint unsigned",
              "tinyint(1)",
              "smallint",
              "mediumint",
              "int",
              "int unsigned",
              "int(5) zerofill",
              "bigint",
              "bigint unsigned",
              "decimal",
              "decimal(5)",
              "decimal(12,2)",
              "decimal(20,10)",
              "decimal(12,1)");
      case FLOAT64 -> List.of("double");
      case DECIMAL -> List.of("decimal(12,2)", "decimal(20,10)");
      case STRING ->
          key
              ? List.of(
                  "varchar(3)" + BINARY,
                  "varchar(255)" + BINARY,
                  "enum('sad', 'ok', '', '1')",
                  "uuid")
              : List.of(
                  "tinytext",
                  "text",
                  "mediumtext",
                  "longtext",
                  "varchar(3)",
                  "varchar(255)",
                  "varchar(3)" + BINARY,
                  "varchar(255)" + BINARY,
                  "char(3)",
                  "char(36)",
                  "char(36)" + BINARY,
                  "char(32)",
                  "enum('sad', 'ok', '', '1')",
                  "uuid",
                  "json");
      case TIMESTAMP ->
          List.of("datetime(3)", "datetime(6)", "timestamp(3) NULL", "timestamp(6) NULL");
      case DATE -> List.of("date");
      case UUID ->
          List.of(
              "varchar(255)",
              "varchar(255)" + BINARY,
              "varchar(40) CHARACTER SET latin1",
              "char(36)",
              "char(36)" + BINARY,
              "uuid");
      case JSON -> List.of("longtext", "json");
      case BYTES ->
          key
              ? List.of("varbinary(3)", "varbinary(255)")
              : List.of("blob", "longblob", "varbinary(3)", "varbinary(255)");
    };
  }
}
