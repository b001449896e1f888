package dev.rollcall.randomuser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  @Test
  void secondsAreAWait() {
    assertThat(RetryAfter.parse(" 120 ", new SleepingClock())).hasValue(Duration.ofMinutes(2));
  }

  @Test
  void aDateIsAWaitUntilThen() {
    assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:00:30 GMT", new SleepingClock()))
        .hasValue(Duration.ofSeconds(30));
  }

  @Test
  void aDateThatHasPassedIsNoWait() {
    assertThat(RetryAfter.parse("Wed, 31 Dec 2025 00:00:30 GMT", new SleepingClock()))
        .hasValue(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-3", "1.5"})
  void anythingElseIsIgnored(String header) {
    assertThat(RetryAfter.parse(header, new SleepingClock())).isEmpty();
  }
}
