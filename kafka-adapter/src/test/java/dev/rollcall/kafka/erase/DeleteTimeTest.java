package dev.rollcall.kafka.erase;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeleteTimeTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aBrokerWhoseClockIsAheadOfOursMayDateTheDelete() {
    assertThatNoException()
        .isThrownBy(() -> latest(Duration.ofMinutes(2)).requireBrokersTime("topic t", millis()));
    assertThatThrownBy(() -> latest(Duration.ofMinutes(6)).requireBrokersTime("topic t", millis()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a record is dated 2026-01-01T12:06:00Z, ahead of now")
        .hasMessageContaining("stop the producers");
  }

  private static DeleteTime latest(Duration ahead) {
    Instant latest = NOW.plus(ahead);
    return new DeleteTime(latest.plusMillis(1), latest.toEpochMilli());
  }

  private static long millis() {
    return NOW.toEpochMilli();
  }
}
