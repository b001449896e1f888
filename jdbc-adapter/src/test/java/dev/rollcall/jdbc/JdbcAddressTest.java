package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a driver is given: a URL without a login, and the login that wins. */
class JdbcAddressTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h:1/d?user=url&password=secret, jdbc:postgresql://h:1/d",
    "jdbc:postgresql://h:1/d?ssl=true&user=url&x=y&password=secret,"
        + " jdbc:postgresql://h:1/d?ssl=true&x=y",
    "jdbc:postgresql://url:secret@h:1/d?x=y, jdbc:postgresql://h:1/d?x=y",
    "jdbc:postgresql:d?user=url&password=secret, jdbc:postgresql:d",
    "jdbc:mysql://h:1/d?user=url&password=secret, jdbc:mariadb://h:1/d",
    "jdbc:mysql://url:secret@h:1/d?USER=other&x=y, jdbc:mariadb://h:1/d?x=y",
    "jdbc:mariadb://h1:1;h2:2/d?Password=secret&user=url, jdbc:mariadb://h1:1;h2:2/d",
    "jdbc:mariadb://url:secret@[::1]:1/d, jdbc:mariadb://[::1]:1/d"
  })
  void theUserThatIsGivenWinsOverEveryFormOfTheUrls(String url, String forDriver) {
    JdbcAddress address = JdbcAddress.DEFAULT.withUrl(url);

    JdbcAddress given = address.withUser("ada").withPassword("hunter2");

    assertThat(given.driverUrl()).isEqualTo(forDriver);
    assertThat(given.properties())
        .containsEntry("user", "ada")
        .containsEntry("password", "hunter2");
    assertThat(address.properties()).containsEntry("password", "secret");
    assertThat(address.withUser("ada").properties())
        .containsEntry("user", "ada")
        .containsEntry("password", "secret");
    assertThat(address.withPassword("hunter2").properties().getProperty("user"))
        .isEqualTo(url.contains("other") ? "other" : "url");
    assertThat(address.withPassword("hunter2").problems()).isEmpty();
    assertThat(given.toString() + JdbcUrl.of(url)).doesNotContain("secret", "hunter2", "ada");
  }

  @Test
  void aLoginBeforeTheHostIsDecodedAndMayHoldAnAt() {
    Properties login =
        JdbcAddress.DEFAULT.withUrl("jdbc:mysql://a%40b:p%2Fw+@x@h/d?y=z@z").properties();

    assertThat(login).containsEntry("user", "a@b").containsEntry("password", "p/w+@x");
    assertThat(JdbcAddress.DEFAULT.withUrl("jdbc:postgresql://h/d?user=a%2Bb").properties())
        .containsEntry("user", "a+b");
    assertThat(JdbcAddress.DEFAULT.withUrl("jdbc:mariadb://h/d?user=a%2Bb").properties())
        .containsEntry("user", "a%2Bb");
  }

  @Test
  void aUrlThatHoldsHalfALoginGoesToNoDriverForItWouldLogIt() {
    JdbcAddress slash = JdbcAddress.DEFAULT.withUrl("jdbc:postgresql://ada:hunt/er2@h/d");

    assertThat(slash.problems()).singleElement().asString().contains("%2F").doesNotContain("er2");
    assertThat(JdbcAddress.DEFAULT.withUrl("jdbc:postgresql://h/d?password=x").problems())
        .singleElement()
        .asString()
        .contains("no user");
  }

  @Test
  void aDriverGivesUpInTimeForTheFirstWarningUnlessTheUrlSaysOtherwise() {
    assertThat(JdbcAddress.DEFAULT.withUrl("jdbc:postgresql://h/d").properties())
        .containsEntry("connectTimeout", "4")
        .containsEntry("loginTimeout", "8")
        .containsEntry("socketTimeout", "30");
    assertThat(JdbcAddress.DEFAULT.withUrl("jdbc:postgresql://h,i,j/d").properties())
        .containsEntry("loginTimeout", "24");
    assertThat(JdbcAddress.DEFAULT.withUrl("jdbc:mysql://h/d?sockettimeout=7").properties())
        .containsEntry("connectTimeout", "4000")
        .doesNotContainKey("socketTimeout")
        .doesNotContainKey("loginTimeout");
  }

  @Test
  void aLockIsGivenUpBeforeTheConnectionIs() {
    assertThat(JdbcAddress.LOCK).isLessThan(JdbcAddress.READ);
    assertThat(MysqlDialect.MYSQL.sessionSql())
        .contains(
            "innodb_lock_wait_timeout = LEAST(CAST(@@innodb_lock_wait_timeout AS SIGNED), 20)");
    assertThat(PostgresDialect.INSTANCE.sessionSql()).contains("('lock_timeout', '0', '20s')");
  }
}
