package dev.rollcall.spark;

import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.io.Serializable;

/**
 * What every task of a run needs to know.
 *
 * @param run this run
 * @param pipeline the definition
 * @param topic the source
 * @param identity the topic as it was when the run began
 */
record SparkJob(RunContext run, Pipeline pipeline, KafkaTopic topic, TopicIdentity identity)
    implements Serializable {

  static SparkJob of(Pipeline pipeline, KafkaTopic topic, TopicIdentity identity) {
    return new SparkJob(RunContext.begin(pipeline.name()), pipeline, topic, identity);
  }

  /** Unique to this run. */
  String id() {
    return run.runId();
  }
}
