package dev.rollcall.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * Says whether a result counts as good. It does if nothing was lost, doubled or otherwise wrong,
 * every required fault really hit, and every planted bug was caught: a run without faults, or with
 * a check that sees nothing, shows nothing.
 */
public final class Verdict {

  private Verdict() {}

  /** Why the result is not good, in one line each; empty if it is. */
  public static List<String> of(FaultResult result) {
    List<String> reasons = new ArrayList<>();
    if (result.lost() != 0) {
      reasons.add(result.lost() + " elements lost");
    }
    if (result.doubled() != 0) {
      reasons.add(result.doubled() + " elements doubled");
    }
    reasons.addAll(result.violations());
    if (result.required().isEmpty()) {
      reasons.add("no fault was required to hit, so the run shows nothing");
    }
    for (String fault : result.required()) {
      if (result.faults().getOrDefault(fault, 0L) <= 0) {
        reasons.add("fault '" + fault + "' never hit, so the run does not count");
      }
    }
    result
        .planted()
        .forEach(
            (bug, caught) -> {
              if (caught <= 0) {
                reasons.add("planted bug '" + bug + "' was not caught");
              }
            });
    return reasons;
  }
}
