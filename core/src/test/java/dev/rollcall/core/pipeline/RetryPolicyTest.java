package dev.rollcall.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final RetryPolicy THREE = new RetryPolicy(3, Duration.ZERO, Duration.ZERO);

  @Test
  void itCallsUntilItSucceeds() {
    AtomicInteger calls = new AtomicInteger();
    String answer =
        THREE.call(
            () -> {
              if (calls.incrementAndGet() < 3) {
                throw new TransientException("away");
              }
              return "here";
            });
    assertThat(answer).isEqualTo("here");
    assertThat(calls).hasValue(3);
  }

  @Test
  void itGivesUpWithTheLastError() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(() -> THREE.call(() -> fail(calls))).hasMessage("away, call 3");
    calls.set(0);
    assertThatThrownBy(() -> RetryPolicy.NONE.call(() -> fail(calls))).hasMessage("away, call 1");
  }

  private static String fail(AtomicInteger calls) {
    throw new TransientException("away, call " + calls.incrementAndGet());
  }

  @Test
  void whatIsNotTransientIsNotTriedAgain() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                THREE.call(
                    () -> {
                      calls.incrementAndGet();
                      throw new FatalException("no such table");
                    }))
        .isInstanceOf(FatalException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void anInterruptEndsTheWaitingAndIsKept() {
    RetryPolicy patient = new RetryPolicy(2, Duration.ofHours(1), Duration.ofHours(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> patient.call(() -> fail(new AtomicInteger())))
        .isInstanceOf(TransientException.class)
        .hasMessage("interrupted while waiting to retry")
        .hasRootCauseMessage("away, call 1");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void waitsDoubleUpToTheLongestWithFullJitter() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofSeconds(1));
    Random random = new Random(1);
    long[] longest = new long[40];
    for (int retry = 0; retry < longest.length; retry++) {
      for (int i = 0; i < 300; i++) {
        longest[retry] = Math.max(longest[retry], policy.delay(retry, random).toMillis());
      }
    }
    assertThat(longest[0]).isBetween(90L, 100L);
    assertThat(longest[1]).isBetween(180L, 200L);
    assertThat(longest[3]).isBetween(720L, 800L);
    assertThat(longest[4]).isBetween(900L, 1_000L);
    assertThat(longest[39]).isBetween(900L, 1_000L);
    assertThat(THREE.delay(5, random)).isEqualTo(Duration.ZERO);
  }

  @Test
  void aPolicyWithoutSenseIsRefused() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("attempts: got 0");
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofMillis(2), Duration.ofMillis(1)))
        .hasMessageContaining("baseDelay <= maxDelay");
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofMillis(-1), Duration.ZERO))
        .isInstanceOf(ConfigurationException.class);
  }
}
