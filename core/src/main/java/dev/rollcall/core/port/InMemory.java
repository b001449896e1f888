package dev.rollcall.core.port;

/** All five ports in memory. */
public final class InMemory {
  private InMemory() {}
}
