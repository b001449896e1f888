package dev.rollcall.benchmarks.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A file of users by DuckDB, in a process that needs nothing but its driver. */
public final class DuckDbFiles {

  /** All users, in the columns of the record type {@code user}. */
  public static final String FLATTEN = "flatten";

  /** Users by nationality and gender. */
  public static final String AGGREGATE = "aggregate";

  /** Written and not kept. */
  public static final Path NOWHERE = Path.of("/dev/null");

  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  private static final String USERS =
      "read_json('%s', format = 'newline_delimited', columns = {gender: 'VARCHAR',"
          + " name: 'STRUCT(title VARCHAR, first VARCHAR, last VARCHAR)',"
          + " location: 'STRUCT(street STRUCT(number BIGINT, name VARCHAR), city VARCHAR,"
          + " state VARCHAR, country VARCHAR, postcode VARCHAR,"
          + " coordinates STRUCT(latitude DOUBLE, longitude DOUBLE),"
          + " timezone STRUCT(\"offset\" VARCHAR, description VARCHAR))', email: 'VARCHAR',"
          + " login: 'STRUCT(uuid UUID, username VARCHAR)',"
          + " dob: 'STRUCT(date TIMESTAMP, age BIGINT)', registered: 'STRUCT(date TIMESTAMP)',"
          + " phone: 'VARCHAR', cell: 'VARCHAR', id: 'STRUCT(name VARCHAR, value VARCHAR)',"
          + " picture: 'STRUCT(large VARCHAR, medium VARCHAR, thumbnail VARCHAR)',"
          + " nat: 'VARCHAR'})";

  private static final String COLUMNS =
      "login.uuid AS user_id, gender, name.title AS title, name.first AS first_name,"
          + " name.last AS last_name, name.first || ' ' || name.last AS full_name, email,"
          + " split_part(email, '@', 2) AS email_domain, login.username AS username, phone, cell,"
          + " dob.date AS birth_date, dob.age AS age, CASE WHEN dob.age < 18 THEN '0-17'"
          + " WHEN dob.age < 25 THEN '18-24' WHEN dob.age >= 65 THEN '65+' ELSE"
          + " (25 + (dob.age - 25) // 10 * 10) || '-' || (34 + (dob.age - 25) // 10 * 10) END"
          + " AS age_band, registered.date AS registered_at,"
          + " location.street.number || ' ' || location.street.name AS street,"
          + " location.city AS city, location.state AS state, location.country AS country,"
          + " location.postcode AS postcode, location.coordinates.latitude AS latitude,"
          + " location.coordinates.longitude AS longitude,"
          + " location.timezone.\"offset\" AS timezone_offset,"
          + " location.timezone.description AS timezone_description, id.name AS id_name,"
          + " id.value AS id_value, nat AS nationality, picture.large AS picture_large,"
          + " picture.medium AS picture_medium, picture.thumbnail AS picture_thumbnail";

  private static final String GROUPS =
      "nat AS nationality, gender, count(*) AS count, avg(dob.age) AS mean_age,"
          + " approx_count_distinct(login.uuid) AS distinct_user_id,"
          + " approx_quantile(dob.age, [0.5, 0.95]) AS quantiles_age";

  private DuckDbFiles() {}

  /** Arguments: the query and the file; writes CSV to standard output. */
  public static void main(String[] arguments) throws SQLException {
    write(arguments[0], Path.of(arguments[1]), STANDARD_OUTPUT);
  }

  /** Runs a query over a file and writes its result as CSV. */
  public static void write(String query, Path file, Path output) throws SQLException {
    String users = USERS.formatted(file);
    String select =
        query.equals(FLATTEN)
            ? "SELECT " + COLUMNS + " FROM " + users
            : "SELECT " + GROUPS + " FROM " + users + " GROUP BY nat, gender ORDER BY nat, gender";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (%s) TO '%s' (FORMAT csv, HEADER)".formatted(select, output));
    }
  }
}
