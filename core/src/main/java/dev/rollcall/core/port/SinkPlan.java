package dev.rollcall.core.port;

import java.util.List;

/**
 * What a target will do, for people to read before anything runs.
 *
 * @param target the target's name
 * @param guarantee the effective guarantee, in a sentence, and why
 * @param ddl statements that make the target, in order; empty if it needs none
 * @param notes what the guarantee leaves open
 */
public record SinkPlan(String target, String guarantee, List<String> ddl, List<String> notes) {

  public SinkPlan {
    ddl = List.copyOf(ddl);
    notes = List.copyOf(notes);
  }
}
