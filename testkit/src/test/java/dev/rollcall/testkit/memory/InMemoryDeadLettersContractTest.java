package dev.rollcall.testkit.memory;

import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.testkit.contract.DeadLettersContract;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

class InMemoryDeadLettersContractTest extends DeadLettersContract {

  private final InMemoryDeadLetters letters = InMemoryDeadLetters.named("contract");

  @BeforeEach
  void anEmptyStore() {
    letters.clear();
  }

  @Override
  protected DeadLetterTarget target() {
    return letters;
  }

  @Override
  protected boolean keepsPayload() {
    return false;
  }

  @Override
  protected long size() {
    return kept().stream().mapToLong(kept -> kept.everything().length()).sum();
  }

  @Override
  protected List<Kept> kept() {
    return letters.letters().stream()
        .map(
            letter ->
                new Kept(
                    letter.id(),
                    letter.reasonClass(),
                    letter.reason(),
                    letter.attempt(),
                    letter.sha256(),
                    letter.value(),
                    letter.headers(),
                    letter.element().path(),
                    letter.element().sha256(),
                    letter + " " + letter.sha256() + " " + letter.reasonClass() + letter.headers()))
        .toList();
  }
}
