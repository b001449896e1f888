package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.DirectRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.source.KafkaRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A topic, a dead-letter topic and a pipeline between them, whose function fails for names, and
 * whose sink refuses names, until they are repaired. One world per test.
 */
public final class RedriveWorld {

  public static final RecordType GUESTS =
      RecordType.named("guest")
          .key("name")
          .column("name", ColumnType.STRING)
          .from("name")
          .envelope("guests")
          .build();

  public static final long TIME = 1_700_000_000_000L;

  private static final Set<String> FAILING = ConcurrentHashMap.newKeySet();
  private static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

  public final String world = UUID.randomUUID().toString();
  public final KafkaTopic topic = FreshTopics.create("guests", 2);
  public final DeadLetterTopic letters =
      DeadLetterTopic.named(FreshTopics.named("guests.dead").name())
          .bootstrapServers(topic.bootstrapServers())
          .autoCreate();
  public final InMemoryRows rows = InMemoryRows.named(world);
  public final InMemoryAggregates aggregates = InMemoryAggregates.named(world);
  public final Pipeline pipeline = pipeline(world, rows, aggregates, letters);
  private Map<SourcePartition, Long> committed = Map.of();

  private static Pipeline pipeline(
      String world, InMemoryRows rows, InMemoryAggregates aggregates, DeadLetterTopic letters) {
    return Pipeline.named("guests")
        .records(GUESTS)
        .derived(
            "greeting",
            ColumnType.STRING,
            (row, time) -> {
              if (FAILING.contains(world + row.getString("name"))) {
                throw new IllegalStateException("not yet");
              }
              return "Hello";
            })
        .rows(new Picky(world, rows))
        .aggregate(Aggregation.named("guests").groupBy("name").count())
        .into(aggregates)
        .deadLetters(letters)
        .build();
  }

  public RedriveWorld failing(String... names) {
    List.of(names).forEach(name -> FAILING.add(world + name));
    return this;
  }

  public RedriveWorld refused(String... names) {
    List.of(names).forEach(name -> REFUSED.add(world + name));
    return this;
  }

  public void repaired() {
    FAILING.removeIf(name -> name.startsWith(world));
    REFUSED.removeIf(name -> name.startsWith(world));
  }

  public Redrive redrive() {
    return Redrive.of(letters, GUESTS);
  }

  public static String guest(String name) {
    return "{\"name\": \"" + name + "\"}";
  }

  public static String envelope(String... names) {
    List<String> guests = IntStream.range(0, names.length).mapToObj(i -> guest(names[i])).toList();
    return "{\"guests\": [" + String.join(", ", guests) + "]}";
  }

  /** Writes a record to partition 1. */
  public RedriveWorld sends(String value, SourceRecord.Header... headers) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic.name(), 1, TIME, "key".getBytes(UTF_8), value.getBytes(UTF_8));
    for (SourceRecord.Header header : headers) {
      message.headers().add(header.name(), header.value());
    }
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic)) {
      producer.send(message);
    }
    return this;
  }

  /** Processes what is new, and commits. */
  public RedriveWorld processes() {
    try (DirectRun direct = DirectRun.open(pipeline)) {
      committed = KafkaRecords.read(topic, committed, direct::process);
      direct.flush();
    }
    return this;
  }

  /** As if nothing had been committed. */
  public RedriveWorld replays() {
    committed = Map.of();
    return processes();
  }

  public List<SourceRecord> records() {
    List<SourceRecord> all = new ArrayList<>();
    KafkaRecords.read(topic, all::add);
    return all;
  }

  public List<String> values() {
    return records().stream().map(FreshTopics::value).toList();
  }

  public List<String> names() {
    return rows.rows().stream().map(row -> String.valueOf(row.getString("name"))).sorted().toList();
  }

  /** {@code Ada=1}: how often each guest was counted. */
  public List<String> counts() {
    return aggregates.results("guests").stream()
        .map(result -> result.get("name") + "=" + result.get("count"))
        .sorted()
        .toList();
  }

  /** A sink that refuses names; else that of memory. */
  private record Picky(String world, InMemoryRows rows) implements RowTarget {
    @Override
    public String name() {
      return "picky";
    }

    @Override
    public SinkPlan plan(Schema schema) {
      return rows.plan(schema);
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      RowSink sink = rows.connect(schema, owner);
      return new RowSink() {
        @Override
        public RowSink.Result write(List<RowSink.VersionedRow> all) {
          List<RowSink.Rejection> rejections = new ArrayList<>();
          List<RowSink.VersionedRow> taken = new ArrayList<>();
          for (int i = 0; i < all.size(); i++) {
            if (REFUSED.contains(world + all.get(i).row().getString("name"))) {
              rejections.add(new RowSink.Rejection(i, "no such guest here"));
            } else {
              taken.add(all.get(i));
            }
          }
          sink.write(taken);
          return RowSink.Result.rejecting(rejections);
        }

        @Override
        public void close() {
          sink.close();
        }
      };
    }
  }
}
