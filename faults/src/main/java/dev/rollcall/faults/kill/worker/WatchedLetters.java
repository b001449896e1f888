package dev.rollcall.faults.kill.worker;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.SinkPlan;
import java.util.List;

/**
 * A dead-letter target with failpoints.
 *
 * @param target where letters really go
 */
record WatchedLetters(DeadLetterTarget target) implements DeadLetterTarget {

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public SinkPlan plan() {
    return target.plan();
  }

  @Override
  public DeadLetters open() {
    DeadLetters letters = target.open();
    return new DeadLetters() {
      @Override
      public void write(List<DeadLetter> batch) {
        Failpoints.reach(Failpoint.BEFORE_LETTERS);
        letters.write(batch);
        Failpoints.reach(Failpoint.AFTER_LETTERS);
      }

      @Override
      public void close() {
        letters.close();
      }
    };
  }
}
