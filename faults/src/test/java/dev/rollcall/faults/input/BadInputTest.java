package dev.rollcall.faults.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.user.Users;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.testkit.randomuser.UserGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BadInputTest {

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
    FaultTest test = new BadInput();
    FaultResult result = new FaultResult();

    new CommandLine(test).parseArgs("--inputs=1200");
    test.run(result, line -> {});

    assertThat(result.objections()).isEmpty();
  }
}
