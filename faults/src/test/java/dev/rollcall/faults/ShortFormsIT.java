package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShortFormsIT {

  static Stream<FaultTest> tests() {
    return Faults.tests().stream().filter(test -> !test.shortForm().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("tests")
  void theShortFormIsGood(FaultTest test) throws Exception {
    FaultResult result = new FaultResult();
    TestParameters.commandLine(test).parseArgs(test.shortForm().toArray(String[]::new));

    test.run(result, System.out::println);

    assertThat(result.objections()).as("%s, seed %d", test.id(), test.seed).isEmpty();
  }
}
