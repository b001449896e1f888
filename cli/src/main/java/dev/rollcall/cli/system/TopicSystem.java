package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.check.PlainReading;
import dev.rollcall.cli.check.StoreCheck;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.cli.command.Progress;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.produce.Load;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.kafka.DeadLetterReader;
import dev.rollcall.kafka.KafkaRecords;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopics;
import dev.rollcall.kafka.StoredLetter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A system that reads a topic: records into it, the topic through a pipeline, a comparison. */
interface TopicSystem extends ReferenceSystem {

  /** Of a topic that is made. */
  int PARTITIONS = 3;

  /** The topic it reads. */
  String topic();

  /** The pipeline; {@code home} is for what it must find again. */
  Definition definition(Path home);

  /** The tables that it writes, in its order. */
  List<StoredTable> tables(Stores stores);

  /** Where its figures go. */
  default StoredFigures figures(Stores stores) {
    return StoredFigures.NONE;
  }

  /** A row of the type as its aggregations count it; empty if it is filtered. */
  default Optional<Row> counted(Row row) {
    return Optional.of(row);
  }

  /** How its elements are read by hand. */
  default PlainReading reading() {
    return PlainReading.USERS;
  }

  /** What it reads, checked. */
  default Load load(UserOrigin origin) {
    return origin.load();
  }

  @Override
  default Work prepare(UserOrigin origin) {
    Load load = load(origin);
    return run -> run(run, load);
  }

  private Outcome run(SystemRun run, Load load) {
    Progress progress = run.progress();
    Engine engine = run.engine();
    Stores stores = run.stores();
    KafkaTopic topic = stores.topic(topic());
    KafkaTopics.create(topic, PARTITIONS);
    Loaded loaded = load.into(topic, progress);
    progress.say(
        "%,d records in topic '%s', %,d of them new"
            .formatted(loaded.records(), topic.name(), loaded.added()));
    Definition definition = definition(run.home());
    Pipeline pipeline =
        definition.over(
            tables(stores).stream().map(StoredTable::target).toList(),
            figures(stores).target(),
            stores.deadLetters(topic()));
    Engine.Position position =
        new Engine.Position(
            name(), run.home().resolve("checkpoint-" + name() + "-" + engine.name()));
    RunReport report =
        run.follow()
            ? engine.follow(pipeline, topic, position)
            : engine.process(pipeline, topic, position, loaded.added());
    progress.say("Reading everything back and comparing it with the topic …");
    return new Outcome(loaded, report, check(stores, run.home()));
  }

  /** What the stores hold, against the whole topic. */
  default List<Check> check(Stores stores, Path home) {
    List<DeadLetter> letters =
        DeadLetterReader.of(stores.deadLetters(topic())).read().stream()
            .map(StoredLetter::letter)
            .toList();
    return new StoreCheck(
            definition(home),
            records -> KafkaRecords.read(stores.topic(topic()), records),
            this::counted,
            reading())
        .compare(tables(stores), figures(stores).results(), letters, Set.of());
  }
}
