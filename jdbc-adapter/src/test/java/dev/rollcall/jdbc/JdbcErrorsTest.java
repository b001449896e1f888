package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import java.net.ConnectException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcErrorsTest {

  private static final String SECRET = "Batch entry 0 INSERT … ('hunter2')";

  @ParameterizedTest
  @CsvSource({
    // PostgreSQL, which has no codes
    "08001, 0, PASSING",
    "08003, 0, PASSING",
    "08006, 0, PASSING",
    "22001, 0, DATA",
    "22003, 0, DATA",
    "22007, 0, DATA",
    "22021, 0, DATA",
    "22P02, 0, DATA",
    "22P05, 0, DATA",
    "23502, 0, DATA",
    "23503, 0, DATA",
    "23505, 0, DATA",
    "23514, 0, DATA",
    "25006, 0, PASSING",
    "25P02, 0, UNKNOWN",
    "28000, 0, SETTINGS",
    "28P01, 0, SETTINGS",
    "3D000, 0, SETTINGS",
    "3F000, 0, SETTINGS",
    "40001, 0, PASSING",
    "40003, 0, PASSING",
    "40P01, 0, PASSING",
    "42501, 0, SETTINGS",
    "42601, 0, SETTINGS",
    "42703, 0, SETTINGS",
    "42P01, 0, SETTINGS",
    "53100, 0, PASSING",
    "53200, 0, PASSING",
    "53300, 0, PASSING",
    "54000, 0, DATA",
    "55P03, 0, PASSING",
    "57014, 0, PASSING",
    "57P01, 0, PASSING",
    "57P03, 0, PASSING",
    "58030, 0, PASSING",
    "P0001, 0, DATA",
    "XX000, 0, UNKNOWN",
    "0A000, 0, UNKNOWN",
    // MySQL and MariaDB
    "HY000, 1021, PASSING",
    "08004, 1040, PASSING",
    "28000, 1045, SETTINGS",
    "42000, 1049, SETTINGS",
    "23000, 1048, DATA",
    "08S01, 1053, PASSING",
    "23000, 1062, DATA",
    "42S02, 1146, SETTINGS",
    "08S01, 1153, DATA",
    "HY000, 1205, PASSING",
    "40001, 1213, PASSING",
    "22003, 1264, DATA",
    "01000, 1265, DATA",
    "HY000, 1290, PASSING",
    "22007, 1292, DATA",
    "70100, 1317, PASSING",
    "HY000, 1364, SETTINGS",
    "HY000, 1366, DATA",
    "22001, 1406, DATA",
    "23000, 1452, DATA",
    "45000, 1644, DATA",
    "HY000, 1836, PASSING",
    "70100, 1927, PASSING",
    "22032, 3140, DATA",
    "HY000, 3819, DATA",
    "23000, 4025, DATA",
    "HY000, 1105, UNKNOWN"
  })
  void eachStateHasItsKindAndNoMessageOfTheDriverIsRepeated(
      String state, int code, JdbcErrors.Kind kind) {
    SQLException failure = new SQLException(SECRET, state, code);

    RollcallException error = JdbcErrors.of("postgresql:users", failure);

    assertThat(JdbcErrors.kind(failure)).isEqualTo(kind);
    assertThat(error)
        .isInstanceOf(
            switch (kind) {
              case DATA -> DataException.class;
              case PASSING -> TransientException.class;
              case SETTINGS, UNKNOWN -> FatalException.class;
            })
        .hasMessageStartingWith("postgresql:users: ")
        .hasMessageContaining("SQLSTATE " + state)
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void aConnectionThatIsLostIsTransientEvenWithoutAState() {
    assertThat(JdbcErrors.of("x", new SQLNonTransientConnectionException("gone")))
        .isInstanceOf(TransientException.class);
    assertThat(JdbcErrors.of("x", new SQLTransientConnectionException("the pool is empty")))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void anInterruptWhileWaitingForAConnectionIsTransient() {
    SQLException failure = new SQLException("waiting", new InterruptedException());

    assertThat(JdbcErrors.of("x", failure)).isInstanceOf(TransientException.class);
  }

  @Test
  void aServerThatIsNotThereIsNamedAsSuch() {
    SQLException failure = new SQLException("refused", "08001", new ConnectException("refused"));

    assertThat(JdbcErrors.of("x", failure))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("is the server running?");
  }

  @Test
  void theStateOfABatchOrAPoolIsThatOfWhatWentWrong() {
    SQLException deadlock = new SQLException("deadlock", "40P01");
    SQLException batch = new BatchUpdateException("batch", null, 0, new int[0], deadlock);

    assertThat(JdbcErrors.kind(batch)).isEqualTo(JdbcErrors.Kind.PASSING);
    assertThat(JdbcErrors.isRolledBack(batch)).isTrue();
    assertThat(JdbcErrors.isRolledBack(new SQLException("lock wait", "HY000", 1205))).isFalse();
    assertThat(JdbcErrors.isRolledBack(new SQLException("lost", "08006"))).isFalse();
  }

  @Test
  void dataAreNotToBlameWhereNoRowIsWritten() {
    assertThat(JdbcErrors.ofSetup("x", new SQLException(SECRET, "22003")))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("beyond the range")
        .hasMessageNotContaining("hunter2");
  }
}
