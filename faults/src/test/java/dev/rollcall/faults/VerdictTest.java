package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {

  private static FaultResultBuilder good() {
    return FaultResult.of("T0").fault("crash", 3).planted("bug", 2);
  }

  @Test
  void aRunIsGoodIfFaultsHitAndNothingIsWrong() {
    assertThat(good().build().ok()).isTrue();
  }

  @Test
  void aRunInWhichARequiredFaultDidNotHitDoesNotCount() {
    FaultResult result = good().fault("zombie", 0).build();
    assertThat(result.ok()).isFalse();
    assertThat(Verdict.of(result)).singleElement().asString().contains("zombie", "never hit");
  }

  @Test
  void aFaultThatNeedNotHitMayStayAway() {
    assertThat(good().sideFault("late write", 0).build().ok()).isTrue();
  }

  @Test
  void aRunThatRequiresNoFaultShowsNothing() {
    assertThat(FaultResult.of("T0").sideFault("crash", 9).build().ok()).isFalse();
  }

  @Test
  void aPlantedBugThatIsNotSeenSpoilsTheRun() {
    assertThat(Verdict.of(good().planted("hidden", 0).build()))
        .containsExactly("planted bug 'hidden' was not caught");
  }

  @Test
  void lostDoubledAndViolationsSpoilTheRun() {
    assertThat(Verdict.of(good().lost(1).doubled(2).violation("row 7 differs").build()))
        .containsExactly("1 elements lost", "2 elements doubled", "row 7 differs");
  }
}
