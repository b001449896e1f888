package dev.rollcall.core.port;

import java.util.List;
import java.util.stream.Stream;

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

  /** The same with more statements and notes. */
  public SinkPlan with(List<String> moreDdl, String... moreNotes) {
    return new SinkPlan(
        target,
        guarantee,
        Stream.concat(ddl.stream(), moreDdl.stream()).toList(),
        Stream.concat(notes.stream(), Stream.of(moreNotes)).toList());
  }
}
