package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.run.RunContext;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What every task of a run needs to know.
 *
 * @param run this run
 * @param pipeline the definition
 * @param topics the source
 * @param identities the topics as the run found them, sorted by name
 */
record SparkJob(
    RunContext run, Pipeline pipeline, KafkaTopicSet topics, List<TopicIdentity> identities)
    implements Serializable {

  SparkJob {
    identities = List.copyOf(identities);
  }

  static SparkJob of(Pipeline pipeline, KafkaTopicSet topics, List<TopicIdentity> identities) {
    return new SparkJob(RunContext.begin(pipeline.name()), pipeline, topics, identities);
  }

  /** Unique to this run. */
  String id() {
    return run.runId();
  }

  /** The same run with these topics, too. */
  SparkJob and(List<TopicIdentity> joined) {
    List<TopicIdentity> all = new ArrayList<>(identities);
    all.addAll(joined);
    return new SparkJob(run, pipeline, topics, all);
  }

  boolean knows(String topic) {
    return identities.stream().anyMatch(each -> each.topic().equals(topic));
  }

  /** The topic of this name as the run found it. */
  TopicIdentity identity(String topic) {
    for (TopicIdentity each : identities) {
      if (each.topic().equals(topic)) {
        return each;
      }
    }
    throw new FatalException(
        "%s: got a record of topic '%s', which the broker did not name when the batch began; start again, and it goes on"
            .formatted(topics.place(), topic));
  }

  /** All partitions of all topics, as they were found. */
  List<SourcePartition> partitions() {
    return identities.stream().flatMap(each -> each.all().stream()).toList();
  }
}
