package dev.rollcall.jdbc;

import dev.rollcall.core.record.ColumnType;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All types of a real PostgreSQL. */
class PostgresExistingTypesIT extends JdbcExistingTypesTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @BeforeAll
  static void makeTypes() {
    SCHEMA
        .get()
        .execute(
            "CREATE EXTENSION citext SCHEMA " + SCHEMA.get().name(),
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'back\\slash', '', 'a ')",
            "CREATE DOMAIN three AS varchar(3)");
  }

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Override
  List<String> sqlTypes() {
    return List.of(
        "text",
        "varchar",
        "varchar(3)",
        "varchar(255)",
        "char(3)",
        "char(36)",
        "bpchar",
        "citext",
        "name",
        "\"char\"",
        "mood",
        "three",
        "uuid",
        "xml",
        "inet",
        "json",
        "jsonb",
        "smallint",
        "integer",
        "bigint",
        "numeric",
        "numeric(5)",
        "numeric(12,2)",
        "numeric(20,10)",
        "numeric(12,1)",
        "numeric(10,-2)",
        "numeric(3,5)",
        "real",
        "double precision",
        "money",
        "oid",
        "bit(8)",
        "varbit",
        "boolean",
        "date",
        "timestamp",
        "timestamp(0)",
        "timestamp(2)",
        "timestamp(3)",
        "timestamptz",
        "timestamptz(0)",
        "timestamptz(3)",
        "time",
        "timetz",
        "interval",
        "bytea",
        "text[]",
        "int4range",
        "tsvector");
  }

  @Override
  List<String> taken(ColumnType type, boolean key) {
    return switch (type) {
      case BOOLEAN -> List.of("boolean");
      case INT64 ->
          List.of(
              "smallint",
              "integer",
              "bigint",
              "numeric",
              "numeric(5)",
              "numeric(12,2)",
              "numeric(20,10)",
              "numeric(12,1)",
              "numeric(3,5)");
      case FLOAT64 -> List.of("double precision");
      case DECIMAL -> List.of("numeric", "numeric(12,2)", "numeric(20,10)", "numeric(3,5)");
      case STRING ->
          key
              ? List.of("text", "varchar", "varchar(3)", "varchar(255)", "mood", "three", "uuid")
              : List.of(
                  "text",
                  "varchar",
                  "varchar(3)",
                  "varchar(255)",
                  "char(3)",
                  "char(36)",
                  "bpchar",
                  "citext",
                  "mood",
                  "three",
                  "uuid");
      case TIMESTAMP -> List.of("timestamp", "timestamp(3)", "timestamptz", "timestamptz(3)");
      case DATE -> List.of("date");
      case UUID -> List.of("text", "varchar", "varchar(255)", "char(36)", "uuid");
      case JSON -> List.of("text", "json", "jsonb");
      case BYTES -> List.of("bytea");
    };
  }
}
