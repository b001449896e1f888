package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.RollcallException;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * {@link dev.rollcall.examples.DailyBatch} step by step, and checked: each step is noted in the
 * audit from its start; one that ended well is not run again unless it is asked for.
 */
final class DailySystem implements ReferenceSystem {

  @Override
  public String name() {
    return "daily-batch";
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

  private static Outcome run(SystemRun run, UserOrigin origin, DailyTables tables) {
    RunReport report = RunReport.EMPTY;
    List<Check> checks = new ArrayList<>();
    long fetched;
    long added = 0;
    try (RunLog log = tables.audit().open()) {
      Steps steps = new Steps(run, tables, log);
      for (DailyStep step : run.steps()) {
        RunReport done = steps.run(step, origin);
        report = report.plus(accounts(done));
        added += step == DailyStep.EXTRACT ? done.written() : 0;
      }
      fetched = steps.finished(DailyStep.EXTRACT).figures().getOrDefault("written", 0L);
    }
    run.progress().say("Reading everything back and comparing it with the API's users …");
    DailyCheck check = new DailyCheck(run.stores(), tables, origin);
    run.steps().forEach(step -> checks.addAll(check.after(step)));
    return new Outcome(new Loaded("users of " + tables.day(), fetched, added), report, checks);
  }

  /** Of a step that has balanced; other steps have other aggregations. */
  private static RunReport accounts(RunReport done) {
    return new RunReport(
        done.read(),
        done.written(),
        done.filtered(),
        done.deadLettered(),
        done.sinkRejected(),
        Map.of(),
        done.reasons());
  }

  /** The steps of one day over its audit. */
  private record Steps(SystemRun run, DailyTables tables, RunLog log) {

    RunReport run(DailyStep step, UserOrigin origin) {
      Progress progress = run.progress();
      Optional<FinishedRun> before = log.lastFinished(batch(step));
      if (step == DailyStep.EXTRACT && before.isPresent()) {
        requireSameNumber(origin, before.get());
      }
      if (before.isPresent() && !run.recompute() && !isStale(step, before.get())) {
        progress.say(
            "%s: %s is done since run %d; nothing to do (--recompute does it again)"
                .formatted(tables.day(), step.label(), before.get().number()));
        return RunReport.EMPTY;
      }
      progress.say("%s: %s …".formatted(tables.day(), step.label()));
      RunReport done =
          switch (step) {
            case EXTRACT -> extract(origin);
            case TRANSFORM -> compute(tables.transform(), step);
            case LOAD -> compute(tables.load(), step);
          };
      progress.say("%s: %s: %s".formatted(tables.day(), step.label(), done));
      return done;
    }

    private RunReport compute(Pipeline pipeline, DailyStep step) {
      finished(DailyStep.EXTRACT);
      return BatchRun.of(pipeline, log)
          .listener(run.engine().watch().over(pipeline))
          .run(batch(step), tables.rawOfTheDay(), run.engine().batches());
    }

    /** The users of a day do not become more or fewer by being asked for in another number. */
    private void requireSameNumber(UserOrigin origin, FinishedRun before) {
      long had = before.figures().getOrDefault("read", 0L);
      if (had != origin.users()) {
        throw new ConfigurationException(
            "--users: got %d, but %s was fetched with %d; say --users %d, or another --date"
                .formatted(origin.users(), tables.day(), had, had));
      }
    }

    private RunReport extract(UserOrigin origin) {
      ExtractionStatus status = new ExtractionStatus(run.stores(), tables.day());
      status.set("started", 0);
      try {
        Pipeline extraction = tables.extract();
        RunReport report =
            origin.withClient(
                client ->
                    BatchRun.of(extraction, log)
                        .listener(run.engine().watch().over(extraction))
                        .run(
                            batch(DailyStep.EXTRACT),
                            tables.api(origin, shown(client, origin.users())),
                            BatchRun.Engine.here(1)));
        status.set("finished", report.written());
        return report;
      } catch (RollcallException failure) {
        status.set("failed", 0);
        throw failure;
      }
    }

    /** The pages of the API, with news of how far it is. */
    private Iterable<UserPage> shown(RandomUserClient client, long users) {
      return () ->
          StreamSupport.stream(client.pages(users).spliterator(), false)
              .peek(
                  page ->
                      run.progress()
                          .step(
                              "Fetching users",
                              Math.min(users, (long) page.page() * client.pageSize()),
                              users))
              .iterator();
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
                          .formatted(tables.day(), step.label())));
    }

    private String batch(DailyStep step) {
      return "daily-batch/" + tables.day() + "/" + step.label();
    }
  }
}
