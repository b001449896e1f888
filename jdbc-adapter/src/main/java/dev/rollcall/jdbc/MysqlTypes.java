package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The types of columns in MySQL and MariaDB.
 *
 * @param collation of texts: bytes are compared, trailing spaces too
 */
record MysqlTypes(String collation) {

  /** Digits of a decimal; one of more is stored as text. {@value}. */
  static final int MOST_DIGITS = 65;

  /** Of these behind the point: 30 in MySQL, 38 in MariaDB. */
  private static final int MOST_SCALE = 30;

  /** Characters of a UUID as text. */
  private static final int UUID_LENGTH = 36;

  static boolean isText(Column column) {
    return column.precision() > MOST_DIGITS || column.scale() > MOST_SCALE;
  }

  /** Of a decimal that is stored as text: its digits, a zero before the point, it and a sign. */
  static int characters(Column column) {
    return column.precision() + 3;
  }

  private String text(String type) {
    return type + " CHARACTER SET utf8mb4 COLLATE " + collation;
  }

  String of(Column column) {
    return switch (column.type()) {
      case BOOLEAN -> "boolean";
      case INT64 -> "bigint";
      case FLOAT64 -> "double";
      case DECIMAL ->
          isText(column)
              ? text("varchar(" + characters(column) + ")")
              : "decimal(" + column.precision() + "," + column.scale() + ")";
      case STRING -> text("longtext");
      case TIMESTAMP -> "datetime(6)";
      case DATE -> "date";
      case UUID -> "char(36) CHARACTER SET ascii COLLATE ascii_bin";
      case JSON -> "json";
      case BYTES -> "longblob";
    };
  }

  String ofKey(Column column, List<Column> key) {
    return switch (column.type()) {
      case STRING -> text("varchar(" + MysqlKey.of(key).characters() + ")");
      case BYTES -> "varbinary(" + MysqlKey.of(key).bytes() + ")";
      default -> of(column);
    };
  }

  private static List<String> fitting(Column column, boolean key) {
    return switch (column.type()) {
      case BOOLEAN -> List.of("tinyint", "bit");
      case INT64 -> List.of("bigint", "int", "mediumint", "smallint", "tinyint");
      case FLOAT64 -> List.of("double");
      case DECIMAL ->
          isText(column) ? List.of("varchar", "longtext", "decimal") : List.of("decimal");
      case STRING ->
          key ? List.of("varchar") : List.of("longtext", "mediumtext", "text", "varchar");
      case TIMESTAMP -> List.of("datetime");
      case DATE -> List.of("date");
      case UUID -> List.of("char", "varchar", "uuid");
      case JSON -> List.of("json", "longtext");
      case BYTES ->
          key ? List.of("varbinary") : List.of("longblob", "mediumblob", "blob", "varbinary");
    };
  }

  Optional<String> typeProblem(Column column, StoredColumn stored, boolean key) {
    List<String> fitting = fitting(column, key);
    if (!fitting.contains(stored.type())) {
      return Optional.of(
          "one of "
              + String.join(", ", fitting)
              + (stored.type().equals("float")
                  ? ", for float keeps 24 bits of a number: hardly any would be stored as it is"
                  : ""));
    }
    String stores = String.valueOf(stored.collation());
    List<String> problems = new ArrayList<>();
    if (stored.type().equals("decimal") && stored.scale() < column.scale()) {
      problems.add("decimal with a scale of at least " + column.scale());
    }
    if (column.type() == ColumnType.UUID && stored.length() >= 0 && stored.length() < UUID_LENGTH) {
      problems.add("uuid or char(" + UUID_LENGTH + ")");
    }
    if (stored.type().equals("double") && stored.scale() >= 0) {
      problems.add("double without digits, for double(M,D) rounds values");
    }
    if (column.type() == ColumnType.TIMESTAMP && stored.fraction() < 3) {
      problems.add("datetime(3) at least, or values would be rounded");
    }
    if (column.type() == ColumnType.STRING && !stores.startsWith("utf8mb4_")) {
      problems.add("the character set utf8mb4");
    }
    if (key
        && column.type() == ColumnType.STRING
        && !stores.endsWith("_nopad_bin")
        && !stores.endsWith("_0900_bin")) {
      problems.add("COLLATE " + collation + ", or 'a', 'A' and 'a ' could be one key");
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", problems));
  }

  /** Room for every number or text. */
  String widest(Column column) {
    return column.type() != ColumnType.DECIMAL
        ? of(column)
        : isText(column) ? text("longtext") : "decimal(" + MOST_DIGITS + "," + column.scale() + ")";
  }
}
