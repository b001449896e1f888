package dev.rollcall.faults.worker;

import java.util.Locale;

/** A named place between two steps of a worker, where it can be made to wait. */
public enum Failpoint {
  BEFORE_ROWS,
  AFTER_ROWS,
  BEFORE_CAS,
  AFTER_CAS,
  BEFORE_LETTERS,
  AFTER_LETTERS,
  BEFORE_COMMIT,
  AFTER_COMMIT;

  /** For results: {@code before-cas}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
