package dev.rollcall.kafka.source;

import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics as a member of a consumer group.
 *
 * <p>A partition that the group gives to this member is first <i>arriving</i>: paused until its
 * committed offset is known and the consumer is moved there, which may take several attempts. Then
 * it is <i>assigned</i>, and the listener is notified. Fetched records are held until their topic
 * is confirmed to be the one that was found (see {@link TopicWatch}), and only then handed out.
 *
 * <p>Not threadsafe: one thread makes all calls, and the group's callbacks run on it inside {@link
 * #poll} and {@link #close}.
 */
final class KafkaRecordSource implements RecordSource {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRecordSource.class);

  private static final Duration LEAVE = Duration.ofSeconds(10);

  private final KafkaSource source;
  private final ReadTopics topics;
  private final Admin admin;
  private final Consumer<byte[], byte[]> consumer;
  private final TopicWatch watch;
  private final LogEnds ends;
  private final CommittedOffsets committed;
  private final Set<TopicPartition> arriving = new HashSet<>();
  private final Map<TopicPartition, LeaderEpochs> assigned = new HashMap<>();
  private final Set<TopicPartition> paused = new HashSet<>();
  private final List<ConsumerRecord<byte[], byte[]>> held = new ArrayList<>();
  private @Nullable Assignment listener;
  private boolean isListenerNotified;

  /** The next records are handed out only after the topic is confirmed. */
  private boolean quiet = true;

  private boolean closed;

  private KafkaRecordSource(
      KafkaSource source,
      ReadTopics topics,
      TopicWatch watch,
      Admin admin,
      Consumer<byte[], byte[]> consumer) {
    this.source = source;
    this.topics = topics;
    this.admin = admin;
    this.consumer = consumer;
    this.watch = watch;
    this.committed = new CommittedOffsets(source, topics, consumer);
    this.ends = new LogEnds(source.topics().place(), admin, System::nanoTime);
  }

  static KafkaRecordSource open(KafkaSource source) {
    String group = source.requireGroup();
    Admin admin = KafkaClients.admin(source.topics());
    try {
      TopicWatch watch = new TopicWatch(source.topics().place(), admin, System::nanoTime);
      ReadTopics topics = new ReadTopics(source.topics(), admin, watch);
      Consumer<byte[], byte[]> consumer = KafkaClients.member(source.topics(), group);
      return new KafkaRecordSource(source, topics, watch, admin, consumer);
    } catch (RuntimeException | Error e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public void subscribe(Assignment assignment) {
    listener = assignment;
    if (source.topics().pattern() == null) {
      consumer.subscribe(
          source.topics().topics().stream().map(KafkaTopic::name).toList(), new Rebalances());
    } else {
      consumer.subscribe(Pattern.compile(source.topics().expression()), new Rebalances());
    }
  }

  @Override
  public List<SourceRecord> poll(Duration atMost) {
    try {
      settle();
      // the held records must not grow, but the group must see a poll
      boolean full = !held.isEmpty();
      if (full) {
        consumer.pause(assigned.keySet());
      }
      try {
        consumer.poll(atMost).forEach(held::add);
      } finally {
        if (full) {
          consumer.resume(assigned.keySet().stream().filter(p -> !paused.contains(p)).toList());
        }
      }
      return handOut();
    } catch (OffsetOutOfRangeException e) {
      throw OffsetOutOfRangeHalt.of(source, admin, e);
    } catch (KafkaException e) {
      throw KafkaErrors.map(source.place(), e);
    }
  }

  private List<SourceRecord> handOut() {
    boolean nothing = held.isEmpty();
    boolean due =
        watch.isOlderThan(nothing ? TopicWatch.IDLE : TopicWatch.BUSY) || quiet && !nothing;
    if (due && !watch.confirm()) {
      return List.of();
    }
    quiet = nothing;
    List<SourceRecord> records = new ArrayList<>(held.size());
    TopicPartition partition = null;
    LeaderEpochs epochs = null;
    for (ConsumerRecord<byte[], byte[]> record : held) {
      // a fetch brings many records of one partition behind each other
      if (partition == null || !isOf(record, partition)) {
        partition = new TopicPartition(record.topic(), record.partition());
        epochs = paused.contains(partition) ? null : assigned.get(partition);
      }
      if (epochs != null) {
        epochs.read(record.offset(), record.leaderEpoch());
        SourceRecord read = SourceRecords.of(topics.of(record.topic()), record);
        source.topics().requireForeign(read);
        records.add(read);
      }
    }
    if (paused.isEmpty()) {
      held.clear();
    } else {
      held.removeIf(
          record -> !paused.contains(new TopicPartition(record.topic(), record.partition())));
    }
    return records;
  }

  private static boolean isOf(ConsumerRecord<byte[], byte[]> record, TopicPartition partition) {
    return record.partition() == partition.partition() && record.topic().equals(partition.topic());
  }

  @Override
  public void commit(Map<SourcePartition, Long> next) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    next.forEach(
        (partition, offset) -> {
          TopicPartition key = topics.key(partition);
          if (key != null) {
            offsets.put(key, offset);
          }
        });
    try {
      committed.commit(offsets, assigned);
    } catch (KafkaException e) {
      RollcallException error = KafkaErrors.map(source.place() + ", commit", e);
      if (error instanceof TransientException) {
        // no commit works once the topic is gone: then that is the error to report
        watch.confirm();
      }
      throw error;
    }
  }

  @Override
  public long lag() {
    long lag = arriving.size() + (long) held.size();
    try {
      for (TopicPartition partition : assigned.keySet()) {
        OptionalLong known = consumer.currentLag(partition);
        lag += known.orElse(1);
      }
      // this counts up to the last stable offset; behind an open transaction there may be more
      return lag > 0
          ? lag
          : ends.beyond(assigned.keySet(), p -> consumer.position(p, CommittedOffsets.TIMEOUT));
    } catch (TransientException unknown) {
      return 1;
    } catch (KafkaException e) {
      throw KafkaErrors.map(source.place() + ", lag", e);
    }
  }

  @Override
  public long end(SourcePartition partition) {
    return ends.now(key(partition));
  }

  @Override
  public boolean isAtStart(SourcePartition partition) {
    try {
      return consumer.position(key(partition), CommittedOffsets.TIMEOUT)
          <= ends.start(key(partition));
    } catch (KafkaException e) {
      throw KafkaErrors.map(source.place() + ", position", e);
    }
  }

  @Override
  public void pause(Collection<SourcePartition> partitions) {
    Set<TopicPartition> known = known(partitions);
    paused.addAll(known);
    consumer.pause(known);
  }

  @Override
  public void resume(Collection<SourcePartition> partitions) {
    Set<TopicPartition> known = known(partitions);
    known.retainAll(paused);
    paused.removeAll(known);
    consumer.resume(known);
  }

  @Override
  public void rewind(Collection<SourcePartition> partitions) {
    Set<TopicPartition> known = known(partitions);
    try {
      assigned.putAll(committed.seek(known));
    } catch (KafkaException e) {
      throw KafkaErrors.map(source.place() + ", rewind", e);
    }
    drop(known);
  }

  /** Leaves the group; the listener is notified that the partitions are revoked. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      KafkaClients.close(consumer, LEAVE);
    } catch (KafkaException e) {
      throw KafkaErrors.map(source.place() + ", close", e);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /** Finds where the arriving partitions begin; then they are assigned. */
  private void settle() {
    if (arriving.isEmpty()) {
      return;
    }
    topics.find(arriving.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
    Set<TopicPartition> settled =
        arriving.stream().filter(topics::knows).collect(Collectors.toUnmodifiableSet());
    if (settled.isEmpty()) {
      return;
    }
    assigned.putAll(committed.seek(settled));
    arriving.removeAll(settled);
    consumer.resume(settled);
    notifyAssigned(settled);
  }

  private void notifyAssigned(Set<TopicPartition> partitions) {
    if (!partitions.isEmpty() || !isListenerNotified) {
      isListenerNotified = true;
      Objects.requireNonNull(listener).assigned(sources(partitions));
    }
  }

  /** Drops the held records of these partitions. */
  private void drop(Collection<TopicPartition> partitions) {
    held.removeIf(
        record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
  }

  private TopicPartition key(SourcePartition partition) {
    return Objects.requireNonNull(topics.key(partition), partition.toString());
  }

  /** Those of the partitions that are assigned. */
  private Set<TopicPartition> known(Collection<SourcePartition> partitions) {
    Set<TopicPartition> known = new HashSet<>();
    for (SourcePartition partition : partitions) {
      TopicPartition key = topics.key(partition);
      if (key != null && assigned.containsKey(key)) {
        known.add(key);
      }
    }
    return known;
  }

  private List<SourcePartition> sources(Collection<TopicPartition> partitions) {
    return partitions.stream().map(topics::source).sorted().toList();
  }

  /** Follows the group's rebalances; each call names only the partitions that come or go. */
  private final class Rebalances implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      arriving.addAll(partitions);
      quiet = true;
      consumer.pause(partitions);
      // without a position Kafka would look for one itself, and report an error
      partitions.forEach(partition -> consumer.seek(partition, 0));
      if (arriving.isEmpty()) {
        notifyAssigned(Set.of());
        return;
      }
      try {
        if (watch.confirm()) {
          settle();
        }
      } catch (KafkaException | TransientException e) {
        RollcallException error = KafkaErrors.map(source.place(), e);
        if (!(error instanceof TransientException)) {
          throw error;
        }
        LOG.debug("{}: asks again where partitions begin", source.place(), e);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      List<TopicPartition> known = partitions.stream().filter(assigned::containsKey).toList();
      try {
        if (!known.isEmpty()) {
          Objects.requireNonNull(listener).revoked(sources(known));
        }
      } finally {
        forget(partitions);
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      List<TopicPartition> known = partitions.stream().filter(assigned::containsKey).toList();
      forget(partitions);
      if (!known.isEmpty()) {
        Objects.requireNonNull(listener).lost(sources(known));
      }
    }

    private void forget(Collection<TopicPartition> partitions) {
      partitions.forEach(assigned::remove);
      arriving.removeAll(partitions);
      paused.removeAll(partitions);
      drop(partitions);
    }
  }
}
