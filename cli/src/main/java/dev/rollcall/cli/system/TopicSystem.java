package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.check.PlainReading;
import dev.rollcall.cli.check.StoreCheck;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.produce.Load;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.StoredLetter;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A system that reads a topic: records into it, the topic through a pipeline, a comparison.
 *
 * @param load checks what is to be brought into the topic
 * @param definition the pipeline; the folder is for what it must find again
 * @param tables that it writes, in its order
 * @param figures where its aggregates go
 * @param counted a row of its type as its aggregations count it; empty if it is filtered
 * @param reading of its elements, by hand
 */
public record TopicSystem(
    String name,
    String topic,
    Set<Servers.Kind> servers,
    Function<UserOrigin, Load> load,
    Function<Path, Definition> definition,
    Function<Stores, List<StoredTable>> tables,
    Function<Stores, StoredFigures> figures,
    Function<Row, Optional<Row>> counted,
    PlainReading reading)
    implements ReferenceSystem {

  /** Of a topic that is made. */
  private static final int PARTITIONS = 3;

  @Override
  public Work prepare(UserOrigin origin) {
    Load checked = load.apply(origin);
    return run -> {
      String checkpoint = "checkpoint-" + name + "-" + Choice.label(run.engine().kind());
      return run(run, checked, new Engine.Position(name, run.home().resolve(checkpoint)), false);
    };
  }

  /**
   * Loads, runs and checks.
   *
   * @param position how far earlier runs have come
   * @param whole true if that is nowhere: the topic is read from its beginning
   */
  public Outcome run(SystemRun run, Load checked, Engine.Position position, boolean whole) {
    Progress progress = run.progress();
    Phases phases = run.phases();
    KafkaTopic source = run.stores().topic(topic);
    KafkaTopics.create(source, PARTITIONS);
    Loaded loaded = phases.time("load into Kafka", () -> checked.into(source, progress));
    progress.say(
        "%,d records in topic '%s', %,d of them new"
            .formatted(loaded.records(), topic, loaded.added()));
    Definition pipelineOver = definition.apply(run.home());
    List<StoredTable> stored = tables.apply(run.stores());
    StoredFigures results = figures.apply(run.stores());
    Pipeline pipeline =
        pipelineOver.over(
            stored.stream().map(StoredTable::target).toList(),
            results.target(),
            run.stores().deadLetters(topic));
    long expected = run.follow() ? 0 : whole ? loaded.records() : loaded.added();
    RunReport report =
        phases.time(
            "process " + run.engine().kind().how(),
            () ->
                run.engine()
                    .run(new Engine.Work(pipeline, source, position, expected, run.follow())));
    progress.say("Reading everything back and comparing it with the source …");
    return phases.time(
        "check against the source",
        () -> {
          List<StoredTable> read = stored.stream().map(StoredTable::read).toList();
          Map<String, List<Map<String, @Nullable Object>>> aggregates = new LinkedHashMap<>();
          for (Aggregation each : pipeline.aggregations()) {
            aggregates.put(each.name(), results.results().apply(each.name()));
          }
          Map<String, DeadLetter> letters = new TreeMap<>();
          for (StoredLetter each :
              DeadLetterSnapshot.read(run.stores().deadLetters(topic)).letters()) {
            letters.put(each.id(), each.letter());
          }
          List<DeadLetter> found = List.copyOf(letters.values());
          List<Check> checks =
              new StoreCheck(
                      pipelineOver, records -> KafkaRecords.read(source, records), counted, reading)
                  .compare(read, name -> aggregates.getOrDefault(name, List.of()), found, Set.of());
          long rows = read.stream().mapToLong(table -> table.rows().get().size()).sum();
          return new Outcome(loaded, report, checks, rows, aggregates, found);
        });
  }
}
