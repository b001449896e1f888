package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {

  /** Else the launcher would find no archive, and nobody would notice but by the time it takes. */
  @Test
  void allItsCommandsSucceed() {
    assertThatCode(() -> Rehearsal.main(new String[0])).doesNotThrowAnyException();
  }
}
