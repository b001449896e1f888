package dev.rollcall.core.internal.decode;

/** A value does not fit its column; the message is what was expected. */
final class ValueMismatch extends Exception {

  final String reasonClass;

  /** Whether earlier versions, which guessed, accepted the value. */
  final boolean formerlyTaken;

  private ValueMismatch(String reasonClass, String expected, boolean formerlyTaken) {
    super(expected, null, false, false);
    this.reasonClass = reasonClass;
    this.formerlyTaken = formerlyTaken;
  }

  /** It is not a value of the type. */
  static ValueMismatch of(String expected) {
    return new ValueMismatch("wrong-type", expected, false);
  }

  /** As {@link #of}, but earlier versions accepted it. */
  static ValueMismatch formerlyTaken(String expected) {
    return new ValueMismatch("wrong-type", expected, true);
  }

  /** It could be one if the record type declared how to read it. */
  static ValueMismatch undeclared(String expected) {
    return new ValueMismatch("undeclared", expected, true);
  }

  /** It is a time outside the declared range. */
  static ValueMismatch impossible(String expected) {
    return new ValueMismatch("impossible-time", expected, true);
  }
}
