package dev.rollcall.core.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import org.junit.jupiter.api.Test;

/** Its effect on log lines is tested where a backend keeps a context; core's tests have none. */
class RunContextTest {

  private final RunContext run = RunContext.begin("profiles");

  @Test
  void everyRunHasAnIdOfItsOwn() {
    assertThat(run.runId()).isNotEqualTo(RunContext.begin("profiles").runId());
    assertThat(run.pipeline()).isEqualTo("profiles");
  }

  @Test
  void workIsDoneAndItsErrorIsThrown() {
    assertThat(run.<Integer>call(() -> 7)).isEqualTo(7);
    assertThatThrownBy(
            () ->
                run.run(
                    () -> {
                      throw new FatalException("no");
                    }))
        .isInstanceOf(FatalException.class);
  }

  @Test
  void withoutABackendThereIsNoContextAndNoError() {
    assertThat(run.call(RunContext::current)).isEmpty();
  }
}
