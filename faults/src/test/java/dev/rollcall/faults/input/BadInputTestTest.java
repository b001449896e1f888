package dev.rollcall.faults.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.user.Users;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.Parameters;
import dev.rollcall.faults.Verdict;
import dev.rollcall.testkit.randomuser.UserGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BadInputTestTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void whatCouldOnlyBeGuessedIsOneDeadLetterEach() {
    UserGenerator users = new UserGenerator(Clock.fixed(TIME, ZoneOffset.UTC));
    Flattener flattener = Flattener.of(Users.recordType());
    List<String> taken = new ArrayList<>();
    for (int number = 0; number < 6 * 36; number++) {
      List<Element> elements =
          flattener.flatten(Undeclared.of(users.user("u", number), number), TIME);
      if (elements.size() != 1 || !(elements.get(0) instanceof Element.Refused)) {
        taken.add(number % 6 + "/" + number / 6 + ": " + elements.size() + " elements");
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void aShortAttackIsGood() throws Exception {
    BadInputTest test = new BadInputTest();

    FaultResult result = test.run(Parameters.of(test, Map.of("inputs", "1200")), line -> {});

    assertThat(Verdict.of(result)).isEmpty();
  }
}
