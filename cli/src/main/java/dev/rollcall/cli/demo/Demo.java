package dev.rollcall.cli.demo;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.engine.Watch;
import dev.rollcall.cli.produce.Load;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.cli.system.Outcome;
import dev.rollcall.cli.system.Phases;
import dev.rollcall.cli.system.Stores;
import dev.rollcall.cli.system.SystemRun;
import dev.rollcall.cli.system.TopicSystems;
import dev.rollcall.testkit.server.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * One demonstration, from starting the servers to comparing what is in the stores with the source.
 * Every run reads the topic from its beginning, so a second run over kept data is a replay: it must
 * change nothing, and the checks say whether it did.
 *
 * @param kind what runs the pipeline
 * @param origin where the users come from
 * @param kept where the servers' data is kept and looked for; null for a folder that is deleted
 *     after the run, also on Ctrl-C
 */
record Demo(Engine.Kind kind, UserOrigin origin, @Nullable Path kept, Progress progress) {

  private static final String START = "start servers and engine";

  /**
   * Runs it and shows the result as soon as there is one. Servers that were started are stopped
   * before this returns or throws.
   */
  void run(Consumer<DemoResult> show) throws IOException {
    Load load = origin.load();
    Path folder = kept == null ? Files.createTempDirectory("rollcall-demo") : kept;
    if (kept == null) {
      Servers.deleteAtExit(folder);
    }
    try {
      run(Files.createDirectories(folder).toAbsolutePath(), load, show);
    } finally {
      if (kept == null) {
        // files may vanish while servers stop; what is left is the system's to clean
        FileUtils.deleteQuietly(folder.toFile());
      }
    }
    if (kept != null) {
      progress.say(
          "Data kept in %s; run the same command again, and nothing is applied a second time"
              .formatted(folder.toAbsolutePath()));
    }
  }

  private void run(Path folder, Load load, Consumer<DemoResult> show) {
    Phases phases = new Phases();
    try (Engine engine = kind.start(folder, progress, Watch.NONE)) {
      progress.say(
          "Starting Kafka, Cassandra, the MongoDB stand-in%s …"
              .formatted(kind == Engine.Kind.SPARK ? " and Spark" : ""));
      try (Servers servers = phases.time(START, () -> Servers.startAll(folder, progress::say))) {
        phases.time(
            START,
            () -> {
              engine.awaitReady();
              return true;
            });
        show.accept(result(folder, load, servers, engine, phases));
        progress.say("Stopping the servers …");
        if (kept == null) {
          // in good order is for data that somebody will read again
          servers
              .all()
              .forEach(server -> server.process().ifPresent(ProcessHandle::destroyForcibly));
        }
      }
    }
  }

  private DemoResult result(Path folder, Load load, Servers servers, Engine engine, Phases phases) {
    // a group and a checkpoint of its own read the topic from its beginning: see ADR 4
    Path checkpoint = folder.resolve("checkpoint");
    FileUtils.deleteQuietly(checkpoint.toFile());
    Outcome outcome =
        TopicSystems.profileAnalytics()
            .run(
                new SystemRun(
                    new Stores(servers, Map.of()), engine, false, folder, phases, progress),
                load,
                new Engine.Position("rollcall-demo-" + UUID.randomUUID(), checkpoint),
                true);
    return new DemoResult(
        Choice.label(kind),
        origin.describe(),
        servers.mongo().external() ? "MongoDB" : "MongoDB-compatible stand-in",
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
}
