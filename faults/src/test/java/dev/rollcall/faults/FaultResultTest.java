package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultResultTest {

  private static FaultResult good() {
    return new FaultResult().fault("crash", 3).planted("bug", 2);
  }

  @Test
  void aRunIsGoodIfFaultsHitAndNothingIsWrong() {
    assertThat(good().ok()).isTrue();
  }

  @Test
  void aRunInWhichARequiredFaultDidNotHitDoesNotCount() {
    FaultResult result = good().fault("zombie", 0);
    assertThat(result.ok()).isFalse();
    assertThat(result.objections()).singleElement().asString().contains("zombie", "never hit");
  }

  @Test
  void aFaultThatNeedNotHitMayStayAway() {
    assertThat(good().sideFault("late write", 0).ok()).isTrue();
  }

  @Test
  void aRunThatRequiresNoFaultShowsNothing() {
    assertThat(new FaultResult().sideFault("crash", 9).ok()).isFalse();
  }

  @Test
  void aPlantedBugThatIsNotSeenSpoilsTheRun() {
    assertThat(good().planted("hidden", 0).objections())
        .containsExactly("planted bug 'hidden' was not caught");
  }

  @Test
  void lostDoubledAndViolationsSpoilTheRun() {
    assertThat(good().lost(1).doubled(2).violation("row 7 differs").objections())
        .containsExactly("1 elements lost", "2 elements doubled", "row 7 differs");
  }
}
