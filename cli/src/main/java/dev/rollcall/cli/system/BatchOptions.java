package dev.rollcall.cli.system;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.core.error.ConfigurationException;
import java.util.List;
import java.util.stream.Stream;
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
    if (step == null) {
      return List.of(DailyStep.values());
    }
    List<String> labels = Stream.of(DailyStep.values()).map(DailyStep::label).toList();
    return List.of(DailyStep.values()[labels.indexOf(Choice.of("--step", step, labels))]);
  }

  boolean recompute() {
    return recompute;
  }
}
