package dev.rollcall.spark;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.io.Serializable;
import java.util.UUID;

/**
 * What every task of one run is told.
 *
 * @param id of this run, never used before
 * @param pipeline what becomes of the records
 * @param topic where they come from
 * @param identity the topic as it was when the run began
 */
record SparkJob(String id, Pipeline pipeline, KafkaTopic topic, TopicIdentity identity)
    implements Serializable {

  static SparkJob of(Pipeline pipeline, KafkaTopic topic, TopicIdentity identity) {
    return new SparkJob(UUID.randomUUID().toString(), pipeline, topic, identity);
  }
}
