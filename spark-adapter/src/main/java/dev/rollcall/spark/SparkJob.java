package dev.rollcall.spark;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunContext;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.io.Serializable;

/**
 * What every task of one run is told.
 *
 * @param run this run
 * @param pipeline what becomes of the records
 * @param topic where they come from
 * @param identity the topic as it was when the run began
 */
record SparkJob(RunContext run, Pipeline pipeline, KafkaTopic topic, TopicIdentity identity)
    implements Serializable {

  static SparkJob of(Pipeline pipeline, KafkaTopic topic, TopicIdentity identity) {
    return new SparkJob(RunContext.begin(pipeline.name()), pipeline, topic, identity);
  }

  /** Of this run, never used before. */
  String id() {
    return run.runId();
  }
}
