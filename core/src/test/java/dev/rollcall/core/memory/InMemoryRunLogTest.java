package dev.rollcall.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryRunLogTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final InMemoryRunLog log = new InMemoryRunLog();

  @Test
  void numbersRiseAlsoWhenARunIsStartedAgain() {
    assertThat(log.started("p", "a", TIME)).isEqualTo(1);
    assertThat(log.started("p", "a", TIME)).isEqualTo(2);
    assertThat(log.started("p", "b", TIME)).isEqualTo(3);
    assertThat(log.entries()).extracting(InMemoryRunLog.Entry::number).containsExactly(2L, 3L);
  }

  @Test
  void endingARunTheSameWayAgainChangesNothing() {
    log.started("p", "a", TIME);
    log.finished("a", TIME.plusSeconds(1), Map.of("read", 5L));
    log.finished("a", TIME.plusSeconds(9), Map.of());
    InMemoryRunLog.Entry entry = log.entries().get(0);
    assertThat(entry.ended()).isEqualTo(TIME.plusSeconds(1));
    assertThat(entry.figures()).containsEntry("read", 5L);
    assertThat(entry.failure()).isNull();
  }

  @Test
  void aRunThatIsCutOffHasNoEnd() {
    log.started("p", "a", TIME);
    log.started("p", "b", TIME);
    log.failed("b", TIME, "the store is away");
    assertThat(log.entries().get(0).ended()).isNull();
    assertThat(log.entries().get(1).failure()).isEqualTo("the store is away");
    assertThatThrownBy(() -> log.finished("c", TIME, Map.of()))
        .hasMessage("run 'c' was not started");
  }
}
