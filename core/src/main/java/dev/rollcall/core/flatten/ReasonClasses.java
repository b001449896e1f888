package dev.rollcall.core.flatten;

/** What the reason classes of refused elements have in common. */
public final class ReasonClasses {

  private ReasonClasses() {}

  /** Whether earlier versions of Rollcall took such elements for rows. */
  public static boolean isNewlyRefused(String reasonClass) {
    return reasonClass.equals("undeclared-unit");
  }
}
