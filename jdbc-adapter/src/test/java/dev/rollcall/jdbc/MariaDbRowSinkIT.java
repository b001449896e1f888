package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbRowSinkIT extends JdbcRowsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Test
  void aUrlOfMysqlReachesMariaDbToo() {
    String url = database().url().replace("jdbc:mariadb:", "jdbc:mysql:");
    try (RowSink sink = JdbcTable.named("by_mysql").url(url).autoCreate().open(USERS, OWNER)) {
      write(sink, user("a", "Ada", 1));
    }
    assertThat(name("by_mysql", "a")).isEqualTo("Ada");
  }

  @Test
  void aTableWithAnotherUniqueIndexIsRefused() {
    database().rows("uniques").autoCreate().open(USERS, OWNER).close();
    database().execute("CREATE UNIQUE INDEX unique_age ON uniques (age)");

    assertThatThrownBy(() -> database().rows("uniques").open(USERS, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[(age), (user_id)]")
        .hasMessageContaining("drop them");
  }

  @Test
  void aKeyWhoseCollationTakesDifferentKeysForOneIsRefused() {
    database()
        .execute(
            "CREATE TABLE folded (user_id varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
                + " PRIMARY KEY, name longtext CHARACTER SET utf8mb4, age bigint, balance decimal(12,2),"
                + " details json, rollcall_definition bigint NOT NULL,"
                + " rollcall_time_ms bigint NOT NULL, rollcall_record_ms bigint NOT NULL, rollcall_offset bigint NOT NULL,"
                + " rollcall_ordinal int NOT NULL, rollcall_deleted boolean NOT NULL)");

    assertThatThrownBy(() -> database().rows("folded").open(USERS, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("user_id")
        .hasMessageContaining("one key");
  }

  @Test
  void aRowThatIsLargerThanAPacketIsRejectedAlone() {
    long most = ((Number) database().query("SELECT @@max_allowed_packet").get(0)).longValue();
    assumeThat(most).as("bytes of a packet").isLessThan(100 << 20);
    try (RowSink sink = database().rows("packets").autoCreate().open(USERS, OWNER)) {
      List<RowSink.Rejection> rejections =
          sink.write(
                  List.of(
                      user("a", "Ada", 1),
                      user("b", "x".repeat((int) most), 1),
                      user("c", "Cyd", 1)))
              .rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1);
      assertThat(rejections.get(0).reason()).contains("larger than what the server takes");
    }
    assertThat(database().count("packets")).isEqualTo(2);
  }
}
