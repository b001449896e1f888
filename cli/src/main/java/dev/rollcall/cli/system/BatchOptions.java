package dev.rollcall.cli.system;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.core.error.ConfigurationException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be done of a batch, as options. */
final class BatchOptions {

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description =
          "For daily-batch, run only this step: extract, transform or load. Default: all.")
  private @Nullable String step;

  @Option(
      names = "--recompute",
      description = "For daily-batch, run steps again that have succeeded; it changes nothing.")
  private boolean recompute;

  /** Checked. */
  List<DailyStep> steps(ReferenceSystem system) {
    if ((step != null || recompute) && !(system instanceof DailySystem)) {
      throw new ConfigurationException(
          "--step and --recompute: %s is no batch".formatted(system.name()));
    }
    return step == null
        ? List.of(DailyStep.values())
        : List.of(Choice.of("--step", step, DailyStep.class));
  }

  boolean recompute() {
    return recompute;
  }
}
