package dev.rollcall.cli.engine;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.kafka.KafkaTopic;
import java.nio.file.Path;

/** Runs pipelines. */
public abstract class Engine implements AutoCloseable {

  final Progress progress;
  private final Kind kind;
  private final Watch watch;

  Engine(Kind kind, Progress progress, Watch watch) {
    this.kind = kind;
    this.progress = progress;
    this.watch = watch;
  }

  /**
   * Where an engine keeps how far it has come.
   *
   * @param group of consumers, in this JVM
   * @param checkpoint the folder, on Spark
   */
  public record Position(String group, Path checkpoint) {}

  /**
   * What is to be run.
   *
   * @param position how far earlier runs have come
   * @param records how many are new in the topic, for the progress; 0 if it is not known
   * @param follow true to go on for as long as the JVM lives, until a signal stops it in good
   *     order; false to end when it has caught up
   */
  public record Work(
      Pipeline pipeline, KafkaTopic topic, Position position, long records, boolean follow) {}

  public final Kind kind() {
    return kind;
  }

  /** Who watches what it runs. */
  public final Watch watch() {
    return watch;
  }

  /** Returns when it has started. */
  public void awaitReady() {}

  /** Takes the records of a topic through a pipeline. */
  public abstract RunReport run(Work work);

  /** Runs the parts of a batch. */
  public abstract BatchRun.Engine batches();

  @Override
  public void close() {}

  final void show(Work work, long read) {
    String lag = read < work.records ? "lag %,d".formatted(work.records - read) : "caught up";
    progress.step("Processing " + kind.how, read, work.records, work.records == 0 ? "" : lag);
  }

  /** Which of them. */
  public enum Kind {
    SPARK("with Spark"),
    JVM("in this JVM");

    private final String how;

    Kind(String how) {
      this.how = how;
    }

    /** For people: {@code with Spark}. */
    public String how() {
      return how;
    }

    /** Starts it, beside servers that are starting; {@code scratch} is for its own files. */
    public Engine start(Path scratch, Progress progress, Watch watch) {
      return this == SPARK
          ? new SparkEngine(scratch, progress, watch)
          : new JvmEngine(progress, watch);
    }
  }
}
