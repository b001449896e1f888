package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Row;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WriteTimeTest {

  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void itIsTheRecordsMillisecondsTimesAThousandAndTheOffsetModuloAThousand() {
    assertThat(WriteTime.of(version(Instant.ofEpochMilli(5), 0))).isEqualTo(5_000);
    assertThat(WriteTime.of(version(Instant.ofEpochMilli(5), 1_234_567))).isEqualTo(5_567);
    assertThat(WriteTime.of(version(Instant.ofEpochMilli(-1), 999))).isEqualTo(-1);
  }

  @Test
  void aMillisecondNeverReachesIntoTheNext() {
    assertThat(WriteTime.of(version(NOON, 999_999)))
        .isLessThan(WriteTime.of(version(NOON.plusMillis(1), 0)));
  }

  @Test
  void theDefinitionIsNoPartOfIt() {
    assertThat(WriteTime.of(new Row.Version(7, NOON, 3, 0)))
        .isEqualTo(WriteTime.of(new Row.Version(1, NOON, 3, 0)));
  }

  @Test
  void aTimestampBeyondWhatCassandraCountsIsRefused() {
    assertThatThrownBy(() -> WriteTime.of(version(Instant.ofEpochMilli(Long.MAX_VALUE), 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("within 292,000 years");
  }

  @Test
  void secondsLeftCountFromTheRecordAndAreRoundedUp() {
    assertThat(left(HOUR, NOON)).isEqualTo(3_600);
    assertThat(left(HOUR, NOON.plusMillis(1))).isEqualTo(3_600);
    assertThat(left(HOUR, NOON.plusSeconds(3_599))).isEqualTo(1);
    assertThat(left(HOUR, NOON.plusMillis(3_599_999))).isEqualTo(1);
    assertThat(left(HOUR, NOON.plus(HOUR))).isZero();
    assertThat(left(HOUR, NOON.plusSeconds(1_000_000))).isZero();
  }

  @Test
  void aRecordFromTheFutureLivesNoLongerThanCassandraAllows() {
    Instant now = NOON.minus(Duration.ofDays(365 * 100));

    assertThat(left(HOUR, now)).isEqualTo((int) TableOptions.LONGEST_TTL.toSeconds());
  }

  private static int left(Duration ttl, Instant now) {
    return WriteTime.secondsLeft(version(NOON, 0), ttl, now);
  }

  private static Row.Version version(Instant timestamp, long offset) {
    return new Row.Version(1, timestamp, offset, 0);
  }
}
