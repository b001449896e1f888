package dev.rollcall.faults.simulation.scale;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.simulation.scale.ScaleRun.Measured;
import dev.rollcall.faults.simulation.scale.ScaleRun.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * T13: up to 1,024 partitions and 64 workers that all write the same documents, in virtual time:
 * what is counted, and how often documents are written and refused, merged together and not.
 */
public final class ScaleSimulation extends FaultTest {

  /** Those of one nationality and gender, as in the benchmark {@code partitions}. */
  private static final int FEW = 42;

  private static final int HOT = 1;
  private static final int COLD = 10_000;

  @Option(names = "--most-partitions", description = "Leaves out runs with more.")
  private int mostPartitions = 1_024;

  @Option(names = "--flushes", description = "Flushes of each partition.")
  private int flushes = 4;

  @Option(names = "--records", description = "Records of each flush.")
  private int records = 30;

  public ScaleSimulation() {
    super(
        "T13",
        "many partitions and workers that write the same documents, in virtual time: merged"
            + " together and each by itself",
        "--most-partitions=64");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) {
    result.planted(
        "store compares nothing",
        ScaleRun.of(shape(8, 2, FEW, true, true), seed).violations().size());
    long refused = 0;
    long combined = 0;
    for (int groups : List.of(FEW, HOT, COLD)) {
      for (int[] each : sizes(groups)) {
        for (boolean together : List.of(true, false)) {
          Shape shape = shape(each[0], each[1], groups, together, false);
          Measured measured = ScaleRun.of(shape, seed);
          String name = name(shape);
          measured.violations().forEach(what -> result.violation(name + ": " + what));
          refused += measured.refused();
          combined += together && measured.writesPerRound() < shape.partitions() ? 1 : 0;
          String line = line(measured);
          result.figure(name, line);
          progress.accept(name + ": " + line);
        }
      }
    }
    result.fault("writes refused", refused).fault("runs that merge together", combined);
  }

  /** Partitions and workers. */
  private List<int[]> sizes(int groups) {
    List<int[]> sizes = new ArrayList<>();
    for (int partitions : List.of(1, 8, 64, 256, 1_024)) {
      for (int workers : groups == FEW ? List.of(1, 8, 64) : List.of(1, 64)) {
        boolean isShown = groups == FEW || partitions == 256;
        if (partitions <= mostPartitions && workers <= partitions && isShown) {
          sizes.add(new int[] {partitions, workers});
        }
      }
    }
    return sizes;
  }

  private Shape shape(
      int partitions, int workers, int groups, boolean together, boolean comparesNothing) {
    return new Shape(partitions, workers, groups, flushes, records, together, comparesNothing);
  }

  private static String name(Shape shape) {
    return "%,d partitions, %d workers, %,d groups, %s"
        .formatted(
            shape.partitions(),
            shape.workers(),
            shape.groups(),
            shape.together() ? "together" : "each by itself");
  }

  private static String line(Measured measured) {
    return String.format(
        Locale.ROOT,
        "%.1f writes of a document per round, %.0f %% refused, %,d flushes given up, %,d bytes a document, %,d ms",
        measured.writesPerRound(),
        100.0 * measured.refused() / Math.max(1, measured.writes()),
        measured.givenUp(),
        measured.bytes(),
        measured.millis());
  }
}
