package dev.rollcall.randomuser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UserBudgetTest {

  private final SleepingClock time = new SleepingClock();
  private final UserBudget budget = new UserBudget(100, Duration.ofMinutes(5), time, time);

  @Test
  void usersWithinTheLimitAreGivenAtOnce() throws InterruptedException {
    budget.take(60);
    budget.take(40);
    assertThat(time.waits()).isEmpty();
  }

  @Test
  void beyondTheLimitTheOldestUsersMustHaveLeftTheWindow() throws InterruptedException {
    budget.take(60);
    time.sleep(Duration.ofMinutes(2));
    budget.take(30);
    budget.take(40);
    assertThat(time.waits()).containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(3));
  }

  @Test
  void severalOldTakesLeaveOneAfterAnother() throws InterruptedException {
    budget.take(50);
    time.sleep(Duration.ofMinutes(1));
    budget.take(50);
    budget.take(100);
    assertThat(time.waits())
        .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ofMinutes(1));
  }
}
