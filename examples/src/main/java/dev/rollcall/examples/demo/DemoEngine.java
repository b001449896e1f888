package dev.rollcall.examples.demo;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.examples.command.Progress;
import dev.rollcall.kafka.KafkaTopic;

/** What runs the pipeline of a demonstration. Closed with it. */
interface DemoEngine extends AutoCloseable {

  /** For figures: {@code spark} or {@code jvm}. */
  String name();

  /** For people: {@code with Spark}. */
  String how();

  /** Returns when it has started. */
  default void awaitReady() {}

  /**
   * Takes the whole topic, from its beginning, through the pipeline.
   *
   * @param records how many the topic holds, for the progress
   */
  RunReport process(Pipeline pipeline, KafkaTopic topic, long records);

  @Override
  void close();

  /** Which of them. */
  enum Kind {
    SPARK,
    JVM;

    /** Starts it, beside the servers that are starting. */
    DemoEngine start(DemoFolder folder, Progress progress) {
      return this == SPARK ? new SparkDemo(folder, progress) : new JvmDemo(progress);
    }
  }
}
