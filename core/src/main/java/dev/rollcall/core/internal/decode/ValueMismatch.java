package dev.rollcall.core.internal.decode;

/** A value does not fit its column; the message says what was expected. */
final class ValueMismatch extends Exception {

  final String reasonClass;

  /** Whether earlier versions, which guessed, made a value of it. */
  final boolean formerlyTaken;

  private ValueMismatch(String reasonClass, String expected, boolean formerlyTaken) {
    super(expected, null, false, false);
    this.reasonClass = reasonClass;
    this.formerlyTaken = formerlyTaken;
  }

  /** It is no value of the type. */
  static ValueMismatch of(String expected) {
    return new ValueMismatch("wrong-type", expected, false);
  }

  /** The same, and earlier versions took it for one. */
  static ValueMismatch formerlyTaken(String expected) {
    return new ValueMismatch("wrong-type", expected, true);
  }

  /** It may be one, if the type said how to read it. */
  static ValueMismatch undeclared(String expected) {
    return new ValueMismatch("undeclared", expected, true);
  }

  /** It is a time that cannot be. */
  static ValueMismatch impossible(String expected) {
    return new ValueMismatch("impossible-time", expected, true);
  }
}
