package dev.rollcall.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightLimiterTest {

  @Test
  void halfIsForWhatIsWrittenAndHalfForWhatIsReadMeanwhile() {
    InFlightLimiter limiter = new InFlightLimiter(100, 1_000);
    limiter.read(49, 10);
    assertThat(limiter.isFlushDue()).isFalse();
    limiter.read(1, 10);
    assertThat(limiter.isFlushDue()).isTrue();
    limiter.sealed(50, 20);
    assertThat(limiter.isFlushDue()).as("a flush has it").isFalse();
    assertThat(limiter.isFull()).isFalse();
    limiter.read(50, 10);
    assertThat(limiter.isFull()).isTrue();
    assertThat(limiter.hasRoom()).isFalse();
    limiter.done(50, 20);
    assertThat(limiter.hasRoom()).isTrue();
    assertThat(limiter.isFlushDue()).isTrue();
    limiter.sealed(50, 10);
    limiter.done(50, 10);
    assertThat(limiter.records()).isZero();
    assertThat(limiter.bytes()).isZero();
  }

  @Test
  void bytesCountAsRecordsDo() {
    InFlightLimiter limiter = new InFlightLimiter(100, 1_000);
    limiter.read(1, 500);
    assertThat(limiter.isFlushDue()).isTrue();
    limiter.read(1, 500);
    assertThat(limiter.isFull()).isTrue();
  }
}
