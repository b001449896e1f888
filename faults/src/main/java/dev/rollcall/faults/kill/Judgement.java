package dev.rollcall.faults.kill;

import dev.rollcall.faults.FaultResultBuilder;
import dev.rollcall.faults.kill.oracle.Findings;

/** Puts what the oracle found into a result. */
final class Judgement {

  private Judgement() {}

  /** The log must hold exactly what was produced. */
  static FaultResultBuilder add(FaultResultBuilder result, Findings findings, long records) {
    if (findings.records() != records) {
      result.violation("the log holds " + findings.records() + " records, expected " + records);
    }
    return add(result, findings);
  }

  static FaultResultBuilder add(FaultResultBuilder result, Findings findings) {
    result
        .lost(findings.lost())
        .doubled(findings.doubled())
        .figure("bad records, each one dead letter", findings.bad())
        .figure("wrong rows", findings.wrongRows())
        .figure("wrong dead letters", findings.wrongLetters());
    findings.differences().forEach(result::violation);
    return result;
  }
}
