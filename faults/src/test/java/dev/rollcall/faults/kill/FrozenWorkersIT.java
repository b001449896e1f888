package dev.rollcall.faults.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.Parameters;
import dev.rollcall.faults.Verdict;
import org.junit.jupiter.api.Test;

class FrozenWorkersIT {

  @Test
  void whatAFrozenWorkerWritesTooLateIsRefusedOrInvisible() throws Exception {
    FaultTest test = new FrozenWorkers();
    FaultResult result = test.run(Parameters.of(test, test.shortForm()), System.out::println);
    System.out.println(result);
    assertThat(Verdict.of(result)).isEmpty();
  }
}
