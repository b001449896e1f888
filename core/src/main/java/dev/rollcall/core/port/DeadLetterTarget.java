package dev.rollcall.core.port;

import java.io.Serializable;

/** A serializable description of where dead letters go; part of a pipeline's definition. */
public interface DeadLetterTarget extends Serializable {

  /** Short, for messages: {@code kafka:users.dead-letters}. */
  String name();

  /** What it will do. Touches no server. */
  SinkPlan plan();

  /** The live port. */
  DeadLetters open();
}
