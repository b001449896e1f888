package dev.rollcall.cli.demo;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.cli.system.Outcome;
import dev.rollcall.cli.system.Phases;
import dev.rollcall.cli.system.Stores;
import dev.rollcall.cli.system.SystemRun;
import dev.rollcall.cli.system.TopicSystems;
import dev.rollcall.testkit.server.Servers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One demonstration, from starting the servers to comparing what is in the stores with the source.
 * Every run reads the topic from its beginning, so a second run over kept data is a replay: it must
 * change nothing, and the checks say whether it did.
 */
public final class Demo {

  private static final String START = "start servers and engine";

  private final DemoOptions options;
  private final Progress progress;
  private final Phases phases = new Phases();

  Demo(DemoOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Runs it and shows the result as soon as there is one. Servers that were started are stopped
   * before this returns or throws.
   */
  void run(Consumer<DemoResult> show) {
    try (DemoFolder folder = DemoFolder.open(options)) {
      try (Engine engine = options.engine().start(folder.path(), progress)) {
        progress.say(
            "Starting Kafka, Cassandra, the MongoDB stand-in%s …"
                .formatted(options.engine() == Engine.Kind.SPARK ? " and Spark" : ""));
        try (Servers servers =
            phases.time(START, () -> Servers.startAll(folder.path(), progress::say))) {
          phases.time(
              START,
              () -> {
                engine.awaitReady();
                return true;
              });
          show.accept(run(folder, servers, engine));
          progress.say("Stopping the servers …");
          if (!options.keep()) {
            // in good order is for data that somebody will read again
            servers
                .all()
                .forEach(server -> server.process().ifPresent(ProcessHandle::destroyForcibly));
          }
        }
      }
      if (options.keep()) {
        progress.say(
            "Data kept in "
                + folder.path()
                + "; run the same command again, and nothing is applied a second time");
      }
    }
  }

  private DemoResult run(DemoFolder folder, Servers servers, Engine engine) {
    UserOrigin origin = options.origin();
    SystemRun run =
        new SystemRun(
            new Stores(servers, Map.of()),
            engine,
            false,
            List.of(),
            false,
            folder.path(),
            progress);
    Outcome outcome =
        TopicSystems.profileAnalytics()
            .run(run, origin.load(), fromTheBeginning(folder), true, phases);
    return new DemoResult(
        engine.name(),
        origin.describe(),
        storeName(servers),
        outcome.loaded(),
        outcome.report(),
        outcome.rows(),
        outcome.aggregates(),
        outcome.letters().stream()
            .map(one -> new DemoResult.Letter(one.id(), one.reasonClass(), one.reason()))
            .toList(),
        outcome.checks(),
        phases.seconds());
  }

  /** A group and a checkpoint of its own read the topic from its beginning: see ADR 4. */
  private static Engine.Position fromTheBeginning(DemoFolder folder) {
    return new Engine.Position("rollcall-demo-" + UUID.randomUUID(), folder.fresh("checkpoint"));
  }

  private static String storeName(Servers servers) {
    return servers.mongo().external() ? "MongoDB" : "MongoDB-compatible stand-in";
  }
}
