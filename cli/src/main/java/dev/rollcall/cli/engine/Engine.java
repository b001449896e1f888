package dev.rollcall.cli.engine;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.kafka.KafkaTopic;
import java.nio.file.Path;

/** What runs a pipeline. */
public interface Engine extends AutoCloseable {

  /**
   * Where an engine keeps how far it has come.
   *
   * @param group of consumers, in this JVM
   * @param checkpoint the folder, on Spark
   */
  record Position(String group, Path checkpoint) {}

  /** For figures: {@code spark} or {@code jvm}. */
  String name();

  /** For people: {@code with Spark}. */
  String how();

  /** Returns when it has started. */
  default void awaitReady() {}

  /**
   * Takes what is new in the topic through the pipeline until it has caught up.
   *
   * @param records how many that is, for the progress; 0 if it is not known
   */
  RunReport process(Pipeline pipeline, KafkaTopic topic, Position position, long records);

  /** The same, for as long as the JVM lives: a signal stops it in good order. */
  RunReport follow(Pipeline pipeline, KafkaTopic topic, Position position);

  /** The same, for the parts of a batch. */
  BatchRun.Engine batches();

  /** Who watches what it runs. */
  Watch watch();

  @Override
  void close();

  /** Which of them. */
  enum Kind {
    SPARK,
    JVM;

    /**
     * The one that {@code --engine} names.
     *
     * @throws dev.rollcall.core.error.ConfigurationException if it names none
     */
    public static Kind named(String option) {
      return Choice.of("--engine", option, Kind.class);
    }

    /** As {@link #start(Path, Progress, Watch)}, unwatched. */
    public Engine start(Path scratch, Progress progress) {
      return start(scratch, progress, Watch.NONE);
    }

    /** Starts it, beside servers that are starting; {@code scratch} is for its own files. */
    public Engine start(Path scratch, Progress progress, Watch watch) {
      return this == SPARK
          ? new SparkEngine(scratch, progress, watch)
          : new JvmEngine(progress, watch);
    }
  }
}
