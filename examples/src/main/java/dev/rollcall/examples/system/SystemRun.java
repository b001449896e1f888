package dev.rollcall.examples.system;

import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.examples.command.Progress;
import dev.rollcall.examples.engine.Engine;
import dev.rollcall.examples.produce.Loaded;
import dev.rollcall.examples.produce.UserOrigin;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopics;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * One run of a reference system: users into its topic, the topic through its pipeline, its tables
 * compared with the topic. Whatever ended the run before, this one goes on where that was.
 */
final class SystemRun {

  private static final int PARTITIONS = 3;

  private final ReferenceSystem system;
  private final Engine.Kind kind;
  private final UserOrigin origin;
  private final Path home;
  private final Progress progress;

  SystemRun(
      ReferenceSystem system, Engine.Kind kind, UserOrigin origin, Path home, Progress progress) {
    this.system = system;
    this.kind = kind;
    this.origin = origin;
    this.home = home;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param engine {@code spark} or {@code jvm}
   * @param loaded what was brought into the topic
   * @param report the accounts of this run: what it found applied already is not counted again
   * @param checks what is stored, against the topic
   */
  record Outcome(String engine, Loaded loaded, RunReport report, List<Check> checks) {
    boolean agrees() {
      return report.balances() && !checks.isEmpty() && checks.stream().allMatch(Check::agrees);
    }
  }

  /** Shows the outcome before the servers stop. */
  void run(boolean follow, Consumer<Outcome> show) {
    try (Engine engine = kind.start(home.resolve("engine"), progress)) {
      progress.say("Starting what " + system.name() + " needs …");
      try (Servers servers = Servers.start(system.servers(), home, progress::say)) {
        engine.awaitReady();
        show.accept(run(new Stores(servers), engine, follow));
        progress.say("Stopping the servers …");
      }
    }
  }

  private Outcome run(Stores stores, Engine engine, boolean follow) {
    KafkaTopic topic = stores.topic(system.topic());
    KafkaTopics.create(topic, PARTITIONS);
    Loaded loaded = system.load(origin, topic, progress);
    progress.say(
        "%,d records in topic '%s', %,d of them new"
            .formatted(loaded.records(), topic.name(), loaded.added()));
    Engine.Position position =
        new Engine.Position(
            system.name(), home.resolve("checkpoint-" + system.name() + "-" + engine.name()));
    RunReport report =
        follow
            ? engine.follow(system.pipeline(stores), topic, position)
            : engine.process(system.pipeline(stores), topic, position, loaded.added());
    progress.say("Reading everything back and comparing it with the topic …");
    return new Outcome(engine.name(), loaded, report, system.check(stores, topic));
  }
}
