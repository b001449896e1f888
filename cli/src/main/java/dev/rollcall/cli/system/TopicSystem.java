package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.check.PlainReading;
import dev.rollcall.cli.check.StoreCheck;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.produce.Load;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.cli.produce.UserOrigin;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
record TopicSystem(
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
    return run -> run(run, checked);
  }

  private Outcome run(SystemRun run, Load checked) {
    Progress progress = run.progress();
    Engine engine = run.engine();
    Stores stores = run.stores();
    KafkaTopic source = stores.topic(topic);
    KafkaTopics.create(source, PARTITIONS);
    Loaded loaded = checked.into(source, progress);
    progress.say(
        "%,d records in topic '%s', %,d of them new"
            .formatted(loaded.records(), topic, loaded.added()));
    Definition pipelineOver = definition.apply(run.home());
    List<StoredTable> stored = tables.apply(stores);
    StoredFigures results = figures.apply(stores);
    Pipeline pipeline =
        pipelineOver.over(
            stored.stream().map(StoredTable::target).toList(),
            results.target(),
            stores.deadLetters(topic));
    Engine.Position position =
        new Engine.Position(name, run.home().resolve("checkpoint-" + name + "-" + engine.name()));
    RunReport report =
        run.follow()
            ? engine.follow(pipeline, source, position)
            : engine.process(pipeline, source, position, loaded.added());
    progress.say("Reading everything back and comparing it with the topic …");
    List<DeadLetter> letters =
        DeadLetterSnapshot.read(stores.deadLetters(topic)).letters().stream()
            .map(StoredLetter::letter)
            .toList();
    List<Check> checks =
        new StoreCheck(
                pipelineOver, records -> KafkaRecords.read(source, records), counted, reading)
            .compare(stored, results.results(), letters, Set.of());
    return new Outcome(loaded, report, checks);
  }
}
