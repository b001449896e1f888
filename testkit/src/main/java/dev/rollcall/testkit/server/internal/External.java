package dev.rollcall.testkit.server.internal;

import java.util.Optional;
import java.util.function.Consumer;

/** Servers that run already and are named by an environment variable. */
public final class External {

  private External() {}

  /** The variable's value, if it is set and not blank. */
  public static Optional<String> named(String variable, String server, Consumer<String> progress) {
    Optional<String> value = value(variable);
    // the value is not told: a connection string may hold a password
    value.ifPresent(
        set -> progress.accept(server + ": using the server that " + variable + " names"));
    return value;
  }

  /** Whether the variable names one. */
  public static boolean isNamed(String variable) {
    return value(variable).isPresent();
  }

  private static Optional<String> value(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .map(String::strip)
        .filter(v -> !v.isEmpty());
  }
}
