package dev.rollcall.cli.system;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.RunLog;
import dev.rollcall.core.port.RunLog.FinishedRun;
import dev.rollcall.randomuser.RandomUserClient;
import dev.rollcall.randomuser.UserPage;
import dev.rollcall.testkit.server.Servers;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * {@link dev.rollcall.examples.DailyBatch} step by step, and checked: each step is noted in the
 * audit from its start; one that ended well is not run again unless it is asked for.
 */
final class DailySystem implements ReferenceSystem {

  static final String NAME = "daily-batch";
  private final List<DailyStep> steps;
  private final boolean recompute;

  /**
   * Of these steps.
   *
   * @param recompute do those again that ended well
   */
  DailySystem(List<DailyStep> steps, boolean recompute) {
    this.steps = List.copyOf(steps);
    this.recompute = recompute;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.CASSANDRA, Servers.Kind.POSTGRES);
  }

  @Override
  public Work prepare(UserOrigin origin) {
    if (origin.from() != null) {
      throw new ConfigurationException("--from: the daily batch asks the API");
    }
    LocalDate day = origin.date() == null ? LocalDate.now(ZoneOffset.UTC) : origin.date();
    return run -> run(run, origin.of(day), new DailyTables(run.stores(), day));
  }

  private Outcome run(SystemRun run, UserOrigin origin, DailyTables tables) {
    RunReport report = RunReport.EMPTY;
    long fetched;
    long added = 0;
    try (RunLog log = tables.audit().open()) {
      Day day = new Day(run, origin, tables, log);
      for (DailyStep step : steps) {
        RunReport done = day.run(step, recompute);
        report = report.plus(accounts(done));
        added += step == DailyStep.EXTRACT ? done.written() : 0;
      }
      fetched = day.finished(DailyStep.EXTRACT).figures().getOrDefault("written", 0L);
    }
    run.progress().say("Reading everything back and comparing it with the API's users …");
    DailyCheck check = new DailyCheck(run.stores(), tables, origin);
    return new Outcome(
        new Loaded("users of " + tables.day(), fetched, added),
        report,
        steps.stream().flatMap(step -> check.after(step).stream()).toList());
  }

  /** Of a step that has balanced; other steps have other aggregations. */
  private static RunReport accounts(RunReport done) {
    return new RunReport(
        done.read(),
        done.written(),
        done.outdated(),
        done.deleted(),
        done.filtered(),
        done.deadLettered(),
        done.sinkRejected(),
        Map.of(),
        done.reasons(),
        Coverage.NONE,
        Map.of());
  }

  /** The steps of one day over its audit. */
  private record Day(SystemRun run, UserOrigin origin, DailyTables tables, RunLog log) {
    RunReport run(DailyStep step, boolean recompute) {
      Progress progress = run.progress();
      String what = tables.day() + ": " + Choice.label(step);
      Optional<FinishedRun> before = log.lastFinished(batch(step));
      if (step == DailyStep.EXTRACT) {
        before.ifPresent(this::requireSameNumber);
      }
      if (before.isPresent() && !recompute && !isStale(step, before.get())) {
        progress.say(
            "%s is done since run %d; nothing to do (--recompute does it again)"
                .formatted(what, before.get().number()));
        return RunReport.EMPTY;
      }
      progress.say(what + " …");
      RunReport done = step == DailyStep.EXTRACT ? extract() : compute(step);
      progress.say(what + ": " + done);
      return done;
    }

    /** The users of a day do not become more or fewer by being asked for in another number. */
    private void requireSameNumber(FinishedRun before) {
      long had = before.figures().getOrDefault("read", 0L);
      if (had != origin.users()) {
        throw new ConfigurationException(
            "--users: got %d, but %s was fetched with %d; say --users %d, or another --date"
                .formatted(origin.users(), tables.day(), had, had));
      }
    }

    private RunReport extract() {
      tables.setStatus("started", 0);
      try {
        RunReport report =
            origin.withClient(
                client ->
                    batchRun(
                        DailyStep.EXTRACT,
                        tables.api(origin, shown(client, origin.users())),
                        BatchRun.Engine.here(1)));
        tables.setStatus("finished", report.written());
        return report;
      } catch (RollcallException failure) {
        tables.setStatus("failed", 0);
        throw failure;
      }
    }

    private RunReport compute(DailyStep step) {
      finished(DailyStep.EXTRACT);
      return batchRun(step, tables.rawOfTheDay(), run.engine().batches());
    }

    private RunReport batchRun(DailyStep step, BatchRun.Origin from, BatchRun.Engine engine) {
      Pipeline pipeline = tables.pipeline(step);
      return BatchRun.of(pipeline, log)
          .listener(run.engine().watch().over(pipeline))
          .run(batch(step), from, engine);
    }

    /** The pages of the API, with news of how far it is. */
    private Iterable<UserPage> shown(RandomUserClient client, long users) {
      Consumer<UserPage> show =
          page ->
              run.progress()
                  .step(
                      "Fetching users",
                      Math.min(users, (long) page.page() * client.pageSize()),
                      users);
      return () ->
          StreamSupport.stream(client.pages(users).spliterator(), false).peek(show).iterator();
    }

    /** What was made of raw rows that were fetched again since. */
    private boolean isStale(DailyStep step, FinishedRun before) {
      return step != DailyStep.EXTRACT && finished(DailyStep.EXTRACT).number() > before.number();
    }

    FinishedRun finished(DailyStep step) {
      return log.lastFinished(batch(step))
          .orElseThrow(
              () ->
                  new ConfigurationException(
                      "--step: the users of %s are not fetched; run the step '%s' first"
                          .formatted(tables.day(), Choice.label(step))));
    }

    private String batch(DailyStep step) {
      return NAME + "/" + tables.day() + "/" + Choice.label(step);
    }
  }
}
