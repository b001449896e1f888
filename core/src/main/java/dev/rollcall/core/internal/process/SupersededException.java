package dev.rollcall.core.internal.process;

/**
 * What was counted does not fit what is stored by now: it is to be counted again. Never leaves an
 * engine.
 */
public final class SupersededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SupersededException(String message) {
    super(message);
  }
}
