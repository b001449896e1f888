package dev.rollcall.kafka.source;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of a source, each as it was when it was found: at the start, or, of a pattern, when
 * the group gives out its first partition. Not threadsafe.
 */
final class ReadTopics {

  private static final Logger LOG = LoggerFactory.getLogger(ReadTopics.class);

  private final KafkaTopicSet set;
  private final Admin admin;
  private final TopicWatch watch;
  private final Map<String, TopicIdentity> byName = new HashMap<>();
  private final Map<String, TopicIdentity> bySource = new HashMap<>();

  /** Those that are there now; of a pattern there need be none. */
  ReadTopics(KafkaTopicSet set, Admin admin, TopicWatch watch) {
    this.set = set;
    this.admin = admin;
    this.watch = watch;
    if (set.pattern() == null) {
      set.topics().forEach(topic -> add(topic, TopicAdmin.identify(admin, topic)));
      return;
    }
    find(TopicAdmin.names(admin, set));
    if (byName.isEmpty()) {
      LOG.warn(
          "{}: no topic matches yet; the run waits, and reads one from its beginning once it is made",
          set.place());
    } else {
      LOG.info("{}: reads {}", set.place(), byName.keySet().stream().sorted().toList());
    }
  }

  /** Finds topics that are not known yet; those that the broker does not know remain so. */
  void find(Collection<String> names) {
    for (String name : List.copyOf(names)) {
      if (!byName.containsKey(name)) {
        KafkaTopic topic = set.topic(name);
        TopicAdmin.findIdentity(admin, topic).ifPresent(found -> add(topic, found));
      }
    }
  }

  private void add(KafkaTopic topic, TopicIdentity found) {
    byName.put(found.topic(), found);
    bySource.put(found.sourceId(), found);
    watch.add(topic, found);
  }

  boolean knows(TopicPartition partition) {
    return byName.containsKey(partition.topic());
  }

  /** The topic of this name, which must be known. */
  TopicIdentity of(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  SourcePartition source(TopicPartition partition) {
    return of(partition.topic()).partition(partition.partition());
  }

  /** The partition as Kafka names it; null if it is of another source. */
  @Nullable TopicPartition key(SourcePartition partition) {
    TopicIdentity topic = bySource.get(partition.sourceId());
    return topic == null ? null : new TopicPartition(topic.topic(), partition.partition());
  }
}
