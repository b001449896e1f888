package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All short forms but that of T9, which is a test of the Spark adapter. */
class ShortFormsIT {

  static Stream<FaultTest> tests() {
    return FaultTests.all().stream().filter(test -> !test.shortForm().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("tests")
  void theShortFormIsGood(FaultTest test) throws Exception {
    FaultResult result = test.run(Parameters.of(test, test.shortForm()), System.out::println);
    assertThat(Verdict.of(result)).as(test.id()).isEmpty();
  }
}
