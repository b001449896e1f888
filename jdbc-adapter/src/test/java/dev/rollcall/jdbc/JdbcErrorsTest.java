package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcErrorsTest {

  private static final String SECRET = "Batch entry 0 INSERT … ('hunter2')";

  @ParameterizedTest
  @CsvSource({
    // PostgreSQL, which has no codes
    "08001, 0, TRANSIENT",
    "08003, 0, TRANSIENT",
    "08006, 0, TRANSIENT",
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
    "25006, 0, TRANSIENT",
    "25P02, 0, UNKNOWN",
    "28000, 0, SETTINGS",
    "28P01, 0, SETTINGS",
    "3D000, 0, SETTINGS",
    "3F000, 0, SETTINGS",
    "40001, 0, TRANSIENT",
    "40003, 0, TRANSIENT",
    "40P01, 0, TRANSIENT",
    "42501, 0, SETTINGS",
    "42601, 0, SETTINGS",
    "42703, 0, SETTINGS",
    "42P01, 0, SETTINGS",
    "53100, 0, TRANSIENT",
    "53200, 0, TRANSIENT",
    "53300, 0, TRANSIENT",
    "54000, 0, DATA",
    "55P03, 0, TRANSIENT",
    "57014, 0, TRANSIENT",
    "57P01, 0, TRANSIENT",
    "57P03, 0, TRANSIENT",
    "58030, 0, TRANSIENT",
    "44000, 0, DATA",
    "57P04, 0, SETTINGS",
    "P0001, 0, DATA",
    "XX000, 0, UNKNOWN",
    "0A000, 0, UNKNOWN",
    // MySQL and MariaDB
    "HY000, 1021, TRANSIENT",
    "08004, 1040, TRANSIENT",
    "42000, 1044, SETTINGS",
    "28000, 1045, SETTINGS",
    "42000, 1049, SETTINGS",
    "23000, 1048, DATA",
    "08S01, 1053, TRANSIENT",
    "23000, 1062, DATA",
    "42000, 1142, SETTINGS",
    "42000, 1143, SETTINGS",
    "42S02, 1146, SETTINGS",
    "08S01, 1153, DATA",
    "HY000, 1205, TRANSIENT",
    "40001, 1213, TRANSIENT",
    "22003, 1264, DATA",
    "01000, 1265, DATA",
    "HY000, 1290, TRANSIENT",
    "22007, 1292, DATA",
    "70100, 1317, TRANSIENT",
    "HY000, 1364, SETTINGS",
    "HY000, 1366, DATA",
    "22001, 1406, DATA",
    "23000, 1452, DATA",
    "45000, 1644, DATA",
    "HY000, 1836, TRANSIENT",
    "70100, 1927, TRANSIENT",
    "22032, 3140, DATA",
    "HY000, 3159, SETTINGS",
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
              case TRANSIENT -> TransientException.class;
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

    assertThat(JdbcErrors.kind(batch)).isEqualTo(JdbcErrors.Kind.TRANSIENT);
    assertThat(JdbcErrors.isRolledBack(batch)).isTrue();
    assertThat(JdbcErrors.isRolledBack(new SQLException("lock wait", "HY000", 1205))).isFalse();
    assertThat(JdbcErrors.isRolledBack(new SQLException("lost", "08006"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "42501, 0, lacks a right",
    "42000, 1142, lacks a right to the table",
    "42000, 1143, lacks a right to a column",
    "42000, 1044, no right to the database",
    "42P01, 0, the table is not there",
    "42S02, 1146, the table is not there",
    "28P01, 0, user or password are wrong",
    "28000, 1045, user or password are wrong",
    "3D000, 0, the database is not there",
    "42000, 1049, the database is not there",
    "HY000, 3159, with TLS only"
  })
  void rightsLoginTableAndDatabaseAreToldApart(String state, int code, String words) {
    SqlTable table =
        RowTable.of(PostgresDialect.INSTANCE, "crm.users", JdbcRowsTests.USERS).table();
    boolean right = state.equals("42501") || Set.of(1044, 1142, 1143).contains(code);

    assertThat(JdbcErrors.of("x", new SQLException(SECRET, state, code), table))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining(words)
        .satisfies(
            error ->
                assertThat(error.getMessage().contains("GRANT SELECT, INSERT, UPDATE ON \"crm\""))
                    .isEqualTo(right));
  }

  @Test
  void aFailureOfTlsEndsTheRunAndSaysWhy() {
    assertThat(tls(new SSLHandshakeException("Received fatal alert: handshake_failure")))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("TLS failed: both sides have no version or cipher in common");
    assertThat(tls(new SSLHandshakeException("Received fatal alert: certificate_required")))
        .hasMessageContaining("another certificate of the client");
    assertThat(tls(new SSLException("Unsupported or unrecognized SSL message")))
        .hasMessageContaining("does not speak it");
    assertThat(tls(caused(new SSLHandshakeException("x"), new CertPathBuilderException("x"))))
        .hasMessageContaining("is not trusted");
    assertThat(tls(caused(new SSLHandshakeException("x"), new CertificateExpiredException("x"))))
        .hasMessageContaining("has expired");
    assertThat(tls(new SSLPeerUnverifiedException("x"))).hasMessageContaining("another host");
    assertThat(
            JdbcErrors.of("x", new SQLException("SSL hostname verification failed : a", "08006")))
        .hasMessageContaining("another host");
    assertThat(
            JdbcErrors.of(
                "x",
                new SQLException(
                    "Trying to connect with ssl, but ssl not enabled in the server", "08000")))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("the server has no TLS");
  }

  @Test
  void aConnectionThatIsCutInTheMidstOfTlsIsTriedAgain() {
    assertThat(tls(caused(new SSLHandshakeException("x"), new EOFException("cut"))))
        .isInstanceOf(TransientException.class);
    assertThat(tls(caused(new SSLException("x"), new SocketException("reset"))))
        .isInstanceOf(TransientException.class);
    assertThat(tls(new UnknownHostException("ssl-db"))).isInstanceOf(TransientException.class);
  }

  @Test
  void aConnectionThatWasMadeAndThenBreaksInsideTlsIsTriedAgain() {
    assertThat(
            List.of(
                "Received fatal alert: bad_record_mac",
                "Tag mismatch!",
                "closing inbound before receiving peer's close_notify",
                "Received fatal alert: internal_error"))
        .allSatisfy(
            message ->
                assertThat(tls(new SSLException(message))).isInstanceOf(TransientException.class));
    assertThat(tls(new SSLProtocolException("Input record too big")))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void anErrorOfTlsBeforeThereIsAConnectionEndsTheRun() {
    assertThat(
            JdbcErrors.of(
                "x",
                new SQLException(
                    "The connection attempt failed.", "08001", new SSLException("no provider"))))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("TLS failed");
  }

  @Test
  void aValueThatSpeaksOfTlsIsStillAValue() {
    String quoted = "Data too long: require_secure_transport ssl not enabled in the server";

    assertThat(JdbcErrors.kind(new SQLException(quoted, "22001", 1406)))
        .isEqualTo(JdbcErrors.Kind.DATA);
  }

  private static RollcallException tls(Throwable cause) {
    return JdbcErrors.of("x", new SQLException("SSL error: hunter2", "08006", cause));
  }

  private static Throwable caused(Throwable error, Throwable cause) {
    return error.initCause(cause);
  }

  @Test
  void whatAPoolTellsIsWhatTheDriverSaidOfTheLastConnection() {
    SQLException refused = new SQLException(SECRET, "28000", 1045);
    SQLException pool =
        new SQLTransientConnectionException(
            "rollcall - Connection is not available, request timed out after 6001ms",
            "28000",
            refused);

    assertThat(JdbcErrors.of("x", pool))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("user or password are wrong");
    assertThat(
            JdbcErrors.of(
                "x",
                new SQLTransientConnectionException("not available, request timed out after 1ms")))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("no connection within 6 s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1406 | 22001 | (conn=7) Data too long for column 'name' at row 3 | column 'name'",
        "1264 | 22003 | Out of range value for column 'age' at row 1 | column 'age'",
        "1366 | HY000 | Incorrect string value: 'for column \"age\"' for column `d`.`t`.`name` at row 1"
            + " | column 'name'",
        "1265 | 01000 | Data truncated for column 'hunter2' at row 1 | NONE",
        "1048 | 23000 | (conn=7) Column 'name' cannot be null | column 'name'",
        "3140 | 22032 | Invalid JSON text: \"hunter2\" at position 0 in value for column 't.details'. | NONE",
        "4025 | 23000 | (conn=7) CONSTRAINT `own.age` failed for `d`.`own` | constraint 'own.age'",
        "4025 | 23000 | (conn=7) CONSTRAINT `users.age` failed for `d`.`users` | column 'age'",
        "3819 | HY000 | Check constraint 'own_chk_1' is violated. | constraint 'own_chk_1'",
        "1452 | 23000 | Cannot add or update a child row: a foreign key constraint fails (`d`.`t`,"
            + " CONSTRAINT `fk_1` FOREIGN KEY (`name`) REFERENCES `p` (`n`)) | constraint 'fk_1'",
        "1062 | 23000 | Duplicate entry 'hunter2' for key 'CONSTRAINT `hunter2` failed for x' | NONE"
      })
  void theColumnThatMysqlNamesIsReadWithoutItsValue(
      int code, String state, String message, String blamed) {
    SqlTable table = RowTable.of(MysqlDialect.MARIADB, "users", JdbcRowsTests.USERS).table();

    String reason = RejectionReason.of(new SQLException(message, state, code), table);

    assertThat(reason).doesNotContain("hunter2").contains("SQLSTATE " + state);
    if (blamed.equals("NONE")) {
      assertThat(reason).doesNotContain("column '").doesNotContain("constraint '");
    } else {
      assertThat(reason).startsWith(blamed + ": ");
    }
  }

  @Test
  void theParameterThatPostgresWasAtIsAColumnOfARowAndNothingThatItQuotesIs() {
    SqlTable table = RowTable.of(PostgresDialect.INSTANCE, "users", JdbcRowsTests.USERS).table();

    assertThat(RejectionReason.parameter("unnamed portal parameter $2", table)).contains("name");
    assertThat(RejectionReason.parameter("portal \"C_1\" parameter $14", table)).contains("age");
    assertThat(
            RejectionReason.parameter(
                "JSON data, line 1: $1...\nunnamed portal parameter $5", table))
        .contains("details");
    assertThat(RejectionReason.parameter("SQL statement \"INSERT INTO x VALUES ($1)\"", table))
        .isEmpty();
    assertThat(RejectionReason.parameter("JSON data, line 1: {\"a\": $2", table)).isEmpty();
    assertThat(RejectionReason.parameter("unnamed portal parameter $0", table)).isEmpty();
  }

  @Test
  void everyClassOfStatesHasWordsAndNoMessageHoldsAValue() {
    assertThat(List.of("08XYZ", "22XYZ", "0Z002", "HV00R", "XX999", "55006"))
        .allSatisfy(state -> assertThat(SqlStates.words(state)).isPresent());
    assertThat(SqlStates.words("99999")).isEmpty();
    assertThat(SqlStates.words("")).isEmpty();
  }

  @Test
  void dataAreNotToBlameWhereNoRowIsWritten() {
    assertThat(JdbcErrors.ofSetup("x", new SQLException(SECRET, "22003")))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("beyond the range")
        .hasMessageNotContaining("hunter2");
  }
}
