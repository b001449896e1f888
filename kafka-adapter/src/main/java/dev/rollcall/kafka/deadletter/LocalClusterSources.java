package dev.rollcall.kafka.deadletter;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether a source is a topic of this cluster. In doubt it is not: a withheld payload can be
 * read from the source again, but one that has left its cluster cannot be taken back. Threadsafe.
 */
final class LocalClusterSources implements Predicate<String> {

  private static final Logger LOG = LoggerFactory.getLogger(LocalClusterSources.class);

  private final KafkaTopic deadLetters;
  private final Admin admin;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  LocalClusterSources(KafkaTopic deadLetters, Admin admin, Set<String> stated) {
    this.deadLetters = deadLetters;
    this.admin = admin;
    this.known.addAll(stated);
  }

  @Override
  public boolean test(String sourceId) {
    if (known.contains(sourceId)) {
      return true;
    }
    if (isTopicOfCluster(sourceId)) {
      known.add(sourceId);
      return true;
    }
    if (warned.add(sourceId)) {
      LOG.warn(
          "{}: source {} is not known to be on this cluster; its dead letters are kept without"
              + " payload (localSource(\"{}\") states that it is)",
          deadLetters.place(),
          sourceId,
          sourceId);
    }
    return false;
  }

  private boolean isTopicOfCluster(String sourceId) {
    Uuid id;
    try {
      id = Uuid.fromString(sourceId);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return KafkaErrors.awaitUnless(
            deadLetters.place(),
            admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds(),
            UnknownTopicIdException.class,
            UnknownTopicOrPartitionException.class,
            InvalidTopicException.class,
            AuthorizationException.class,
            // a broker that cannot describe topics by id gives topics no ids
            UnsupportedVersionException.class)
        .isPresent();
  }
}
