package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.cli.produce.UserLoad;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.nio.file.Path;
import java.util.List;

/** A system that reads a topic: records into it, the topic through a pipeline, a comparison. */
interface TopicSystem extends ReferenceSystem {

  /** Of a topic that is made. */
  int PARTITIONS = 3;

  /** The topic it reads. */
  String topic();

  /** Brings what it reads into the topic; what is there already is not loaded twice. */
  default Loaded load(UserOrigin origin, KafkaTopic topic, Progress progress) {
    return origin.load(new UserLoad(topic, progress));
  }

  /** The definition over these stores; {@code home} is for what it must find again. */
  Pipeline pipeline(Stores stores, Path home);

  /** Reads the tables back and compares them with the topic, by other means than the pipeline. */
  List<Check> check(SystemRun run, KafkaTopic topic);

  @Override
  default Outcome run(SystemRun run) {
    Progress progress = run.progress();
    Engine engine = run.engine();
    KafkaTopic topic = run.stores().topic(topic());
    KafkaTopics.create(topic, PARTITIONS);
    Loaded loaded = load(run.origin(), topic, progress);
    progress.say(
        "%,d records in topic '%s', %,d of them new"
            .formatted(loaded.records(), topic.name(), loaded.added()));
    Pipeline pipeline = pipeline(run.stores(), run.home());
    Engine.Position position =
        new Engine.Position(
            name(), run.home().resolve("checkpoint-" + name() + "-" + engine.name()));
    RunReport report =
        run.follow()
            ? engine.follow(pipeline, topic, position)
            : engine.process(pipeline, topic, position, loaded.added());
    progress.say("Reading everything back and comparing it with the topic …");
    return new Outcome(loaded, report, check(run, topic));
  }
}
