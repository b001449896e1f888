package dev.rollcall.cli.system;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import java.nio.file.Path;
import java.util.List;

/**
 * What a system has for one run.
 *
 * @param stores its servers, which are there
 * @param engine what runs its pipeline, started
 * @param follow go on with what comes, until a signal
 * @param steps of a batch, those to do
 * @param recompute do steps of a batch again that ended well
 * @param home where it keeps what it must find again
 * @param progress who is told what happens
 */
public record SystemRun(
    Stores stores,
    Engine engine,
    boolean follow,
    List<DailyStep> steps,
    boolean recompute,
    Path home,
    Progress progress) {

  public SystemRun {
    steps = List.copyOf(steps);
  }
}
