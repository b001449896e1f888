package dev.rollcall.core.flatten;

/** A value does not fit its column; the message says what was expected. */
final class Misfit extends Exception {

  final String reasonClass;

  /** Whether earlier versions, which guessed, made a value of it. */
  final boolean formerlyTaken;

  private Misfit(String reasonClass, String expected, boolean formerlyTaken) {
    super(expected, null, false, false);
    this.reasonClass = reasonClass;
    this.formerlyTaken = formerlyTaken;
  }

  /** It is no value of the type. */
  static Misfit of(String expected) {
    return new Misfit("wrong-type", expected, false);
  }

  /** The same, and earlier versions took it for one. */
  static Misfit formerlyTaken(String expected) {
    return new Misfit("wrong-type", expected, true);
  }

  /** It may be one, if the type said how to read it. */
  static Misfit undeclared(String expected) {
    return new Misfit("undeclared", expected, true);
  }

  /** It is a time that cannot be. */
  static Misfit impossible(String expected) {
    return new Misfit("impossible-time", expected, true);
  }
}
