package dev.rollcall.core.port;

/** Describes a source of records; no connection. Immutable. */
public interface RecordOrigin {

  /** For messages: {@code kafka:users}. */
  String name();

  /**
   * The live source, not yet subscribed.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if there is no such source
   */
  RecordSource open();
}
