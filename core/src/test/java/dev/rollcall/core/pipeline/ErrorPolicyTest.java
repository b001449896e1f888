package dev.rollcall.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ErrorPolicyTest {

  private Guests guests;

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 1);
  }

  @Test
  void deadLettersAreTakenHoweverMany() {
    bad(200);
    assertThat(run(ErrorPolicy.deadLetter()).deadLettered()).isEqualTo(200);
  }

  @Test
  void failFastStopsAtTheFirstAndWritesNothing() {
    good(5);
    bad(1);
    assertThatThrownBy(() -> run(ErrorPolicy.failFast()))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("1 of 6 elements cannot be used; the last: malformed JSON");
    assertThat(guests.rows.rows()).isEmpty();
    assertThat(guests.letters.letters()).isEmpty();
  }

  @Test
  void failFastMindsWhatASinkRefusesBeforeAnythingIsAggregated() {
    good(1);
    Pipeline pipeline =
        guests
            .pipeline()
            .rows(PickySink.refusing(guests.name, row -> true))
            .onError(ErrorPolicy.failFast())
            .build();
    assertThatThrownBy(() -> PipelineRunner.runUntilCaughtUp(pipeline, guests.source))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("does not fit");
    assertThat(guests.aggregates.documents()).isEmpty();
  }

  @Test
  void atMostSoManyErrors() {
    bad(3);
    assertThat(run(ErrorPolicy.deadLetter().withMaxErrors(3)).deadLettered()).isEqualTo(3);
    bad(1);
    guests.source.rewind();
    assertThatThrownBy(() -> run(ErrorPolicy.deadLetter().withMaxErrors(3)))
        .hasMessageContaining("4 of 4 elements");
  }

  @Test
  void atMostSuchAShareOfErrorsFromAHundredElementsOn() {
    ErrorPolicy tenPercent = ErrorPolicy.deadLetter().withMaxErrorPercent(10);
    bad(10);
    good(90);
    assertThat(run(tenPercent).deadLettered()).as("ten of a hundred are ten percent").isEqualTo(10);
    bad(1);
    guests.source.rewind();
    assertThatThrownBy(() -> run(tenPercent)).hasMessageContaining("11 of 101 elements");
  }

  @Test
  void theShareIsLookedAtEvenIfTheErrorsCameBeforeTheHundredth() {
    bad(60);
    good(60);
    assertThatThrownBy(() -> run(ErrorPolicy.deadLetter().withMaxErrorPercent(10)))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("60 of 120 elements");
  }

  @Test
  void boundsOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> ErrorPolicy.deadLetter().withMaxErrors(-1))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> ErrorPolicy.deadLetter().withMaxErrorPercent(Double.NaN))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> ErrorPolicy.deadLetter().withMaxErrorPercent(100.5))
        .isInstanceOf(ConfigurationException.class);
    assertThatCode(() -> ErrorPolicy.failFast().check(0, 0, "")).doesNotThrowAnyException();
  }

  private RunReport run(ErrorPolicy policy) {
    return PipelineRunner.runUntilCaughtUp(
        guests.pipeline().onError(policy).build(), guests.source);
  }

  private void good(int count) {
    for (int i = 0; i < count; i++) {
      guests.source.add(0, Guests.guest("g" + i, "de", i));
    }
  }

  private void bad(int count) {
    for (int i = 0; i < count; i++) {
      guests.source.add(0, "{");
    }
  }
}
