package dev.rollcall.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Tables and rows as versions of Rollcall before {@code rollcall_definition} made and wrote them.
 *
 * @param statements of one database, in order
 */
record EarlierTables(List<String> statements) {

  /** The table of rows of {@link JdbcRowsTests#USERS}: a, b and c. */
  static final String ROWS = "earlier";

  static final String LETTERS = "earlier_letters";

  static EarlierTables of(Dialect dialect) {
    boolean postgres = dialect == PostgresDialect.INSTANCE;
    String file = "rows-without-definition.%s.sql".formatted(postgres ? "postgresql" : "mariadb");
    try (InputStream in =
        Objects.requireNonNull(EarlierTables.class.getResourceAsStream(file), file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new EarlierTables(
          statements(
              dialect == MysqlDialect.MYSQL
                  ? text.replace("utf8mb4_nopad_bin", "utf8mb4_0900_bin")
                  : text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statements of a text, each of which ends with a line. */
  static List<String> statements(String text) {
    return Arrays.stream(text.split(";(\n|$)"))
        .map(String::strip)
        .filter(sql -> !sql.isEmpty())
        .toList();
  }

  /** Makes the tables anew. */
  void make(TestSchema database) {
    database.execute(
        "DROP TABLE IF EXISTS " + ROWS,
        "DROP TABLE IF EXISTS " + LETTERS,
        "DROP TABLE IF EXISTS rollcall_definitions");
    database.execute(statements.toArray(String[]::new));
  }

  /** The statement by which an earlier version writes row c. */
  String writeC() {
    return statements.stream().filter(sql -> sql.contains("'Cyd'")).findFirst().orElseThrow();
  }
}
