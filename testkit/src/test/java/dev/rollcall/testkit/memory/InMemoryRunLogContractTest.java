package dev.rollcall.testkit.memory;

import dev.rollcall.core.memory.InMemoryRunLog;
import dev.rollcall.core.port.RunLog;
import dev.rollcall.testkit.contract.RunLogContract;
import java.util.Optional;

class InMemoryRunLogContractTest extends RunLogContract {

  private final InMemoryRunLog log = new InMemoryRunLog();

  @Override
  protected RunLog open() {
    return log;
  }

  @Override
  protected Optional<Entry> entry(String runId) {
    return log.entries().stream()
        .filter(entry -> entry.runId().equals(runId))
        .map(
            entry ->
                new Entry(
                    entry.number(),
                    entry.pipeline(),
                    entry.started(),
                    entry.ended(),
                    entry.figures(),
                    entry.failure()))
        .findFirst();
  }
}
