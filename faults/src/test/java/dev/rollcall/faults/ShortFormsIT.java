package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("long")
class ShortFormsIT {

  /** For T9, which is another one each time. */
  private static final long SEED =
      Long.getLong("rollcall.spark.halt.seed", System.nanoTime() & 0xFFFFFF);

  static Stream<FaultTest> tests() {
    return Faults.tests().stream().filter(test -> !test.shortForm().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("tests")
  void theShortFormIsGood(FaultTest test) throws Exception {
    List<String> arguments = new ArrayList<>(test.shortForm());
    if (test.id().equals("T9")) {
      arguments.add("--seed=" + SEED);
    }
    test.parse(arguments);
    FaultResult result = new FaultResult();

    test.run(result, System.out::println);

    assertThat(result.objections()).as(test.id() + " with " + arguments).isEmpty();
  }
}
