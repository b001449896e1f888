package dev.rollcall.cli.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.config.ConfigOptions;
import dev.rollcall.cli.config.RunConfig;
import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.JsonOption;
import dev.rollcall.cli.console.LogOptions;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.engine.Watch;
import dev.rollcall.cli.input.CsvOptions;
import dev.rollcall.cli.metrics.MetricsOptions;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.cli.produce.UserOriginOptions;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.testkit.server.Servers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollcall run}: a reference system, from its source to its checked tables. */
@Command(
    name = "run",
    description = {
      "Runs one of the example systems, and checks its tables against the source.",
      "Brings records into its topic, runs it until it has caught up, and reads its tables back."
          + " The data is kept: run it again, also after a kill, and it goes on; nothing is applied"
          + " twice.",
      "Servers named by ROLLCALL_KAFKA, ROLLCALL_CASSANDRA, ROLLCALL_MONGODB, ROLLCALL_JDBC"
          + " (PostgreSQL), ROLLCALL_MYSQL (MySQL, MariaDB) or --config are used instead of"
          + " embedded ones.",
      "",
      "Systems:",
      "  profile-analytics   users of age to Cassandra, aggregates to MongoDB",
      "  created-users       users to Cassandra",
      "  user-warehouse      users, cleaned and enriched, and aggregates to PostgreSQL",
      "  commerce-analytics  shop events to Cassandra and PostgreSQL. --users counts",
      "                      sessions, --from names a CSV file of the REES46 form. With",
      "                      --store mysql, to MySQL or MariaDB instead of PostgreSQL",
      "  daily-batch         the users of a day (--date, default today in UTC), raw to",
      "                      Cassandra, from there cleaned and counted to PostgreSQL",
      ""
    },
    exitCodeList = {
      "0:the tables agree with the source",
      "1:they do not, or something failed; run it again, and it goes on",
      "2:wrong usage: the message says what to change"
    },
    footer = {"%nExamples:", "  rollcall run created-users --engine jvm --users 5000 --json -"})
public final class RunCommand implements Callable<Integer> {

  private static final List<String> SYSTEMS =
      List.of(
          "profile-analytics",
          TopicSystems.COMMERCE,
          "created-users",
          "user-warehouse",
          DailySystem.NAME);

  private Console console;

  @Parameters(paramLabel = "SYSTEM", description = "The system to run.")
  private String system = "";

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "What runs the pipeline: spark, or jvm (this JVM); same results. Default: jvm.")
  private String engine = "jvm";

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "For commerce-analytics, the database: postgres, or mysql (MySQL or MariaDB). Default:"
              + " postgres.")
  private @Nullable String store;

  @Mixin private UserOriginOptions users = new UserOriginOptions();
  @Mixin private CsvOptions csv = new CsvOptions();

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description =
          "For daily-batch, run only this step: extract, transform or load. Default: all.")
  private @Nullable String step;

  @Option(
      names = "--recompute",
      description = "For daily-batch, run steps again that have succeeded; it changes nothing.")
  private boolean recompute;

  @Option(names = "--once", description = "Stop when caught up, and check the tables: the default.")
  private boolean once;

  @Option(
      names = "--continuous",
      description = "Run until a signal; the tables are not checked then.")
  private boolean continuous;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Keep the data there. Default: .rollcall/SYSTEM, or ROLLCALL_HOME/SYSTEM.")
  private @Nullable Path home;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private MetricsOptions metrics = new MetricsOptions();
  @Mixin private ConfigOptions config = new ConfigOptions();
  @Mixin private LogOptions log = new LogOptions();

  /** Reads from and writes to this console. */
  public RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    RunConfig configured = config.read(console.environment());
    console = log.on(console);
    ReferenceSystem which = chosen();
    if (once && continuous) {
      throw new ConfigurationException("--once and --continuous: expected one of them");
    }
    Engine.Kind kind = Choice.of("--engine", engine, Engine.Kind.class);
    json.require();
    UserOrigin origin = users.origin();
    if (csv.given() != null && !(system.equals(TopicSystems.COMMERCE) && origin.from() != null)) {
      throw new ConfigurationException(
          csv.given() + ": is only of use with commerce-analytics --from");
    }
    if (continuous && which instanceof DailySystem) {
      throw new ConfigurationException("--continuous: a daily batch ends with its day");
    }
    Path folder =
        Files.createDirectories(home == null ? console.home().resolve(which.name()) : home)
            .toAbsolutePath();
    ReferenceSystem.Work work = which.prepare(origin);
    Progress progress = new Progress(console);
    try (Watch watch = metrics.open(progress);
        Engine starting = kind.start(folder.resolve("engine"), progress, watch)) {
      progress.say("Starting what " + which.name() + " needs …");
      try (Servers servers =
          Servers.start(which.servers(), configured.servers(), folder, progress::say)) {
        starting.awaitReady();
        Stores stores = new Stores(servers, configured.kafkaProperties());
        Outcome outcome =
            work.run(new SystemRun(stores, starting, continuous, folder, new Phases(), progress));
        show(outcome);
        progress.say("Stopping the servers …");
        return outcome.agrees() ? 0 : 1;
      }
    }
  }

  /** Not a constant: other commands know this class, and do without the servers of the testkit. */
  private ReferenceSystem chosen() {
    Choice.of("SYSTEM", system, SYSTEMS);
    if (store != null) {
      Choice.of("--store", store, List.of("postgres", "mysql"));
      if (!system.equals(TopicSystems.COMMERCE)) {
        throw new ConfigurationException(
            "--store: got '%s', but %s has no choice of stores; leave --store out, or run %s"
                .formatted(store, system, TopicSystems.COMMERCE));
      }
    }
    if ((step != null || recompute) && !system.equals(DailySystem.NAME)) {
      throw new ConfigurationException("--step and --recompute: %s is no batch".formatted(system));
    }
    return switch (system) {
      case "profile-analytics" -> TopicSystems.profileAnalytics();
      case "created-users" -> TopicSystems.createdUsers();
      case "user-warehouse" -> TopicSystems.userWarehouse();
      case TopicSystems.COMMERCE ->
          TopicSystems.commerceAnalytics(
              "mysql".equals(store) ? Servers.Kind.MARIADB : Servers.Kind.POSTGRES, csv.format());
      default ->
          new DailySystem(
              step == null
                  ? List.of(DailyStep.values())
                  : List.of(Choice.of("--step", step, DailyStep.class)),
              recompute);
    };
  }

  private void show(Outcome outcome) throws IOException {
    RunReport report = outcome.report();
    PrintWriter err = console.err();
    err.printf(
        "%,d read = %,d written%s%s + %,d filtered + %,d dead-lettered%n",
        report.read(),
        report.written(),
        ifAny(" + %,d outdated", report.outdated()),
        ifAny(" + %,d deleted", report.deleted()),
        report.filtered(),
        report.deadLettered());
    report.remarks().forEach(err::println);
    for (Check check : outcome.checks()) {
      err.printf(
          "%s  %s: %s%n",
          check.agrees() ? "agrees " : "DIFFERS",
          check.name(),
          check.compared() == 0 && check.agrees()
              ? "nothing to compare"
              : "%,d values".formatted(check.compared()));
      check.differences().forEach(difference -> err.println("         " + difference));
    }
    json.write(figures(outcome), console);
  }

  private static String ifAny(String text, long count) {
    return count == 0 ? "" : text.formatted(count);
  }

  private ObjectNode figures(Outcome outcome) {
    ObjectNode tree = new ObjectMapper().createObjectNode();
    tree.put("system", system).put("engine", engine).put("agrees", outcome.agrees());
    tree.put("loaded", outcome.loaded().records()).put("added", outcome.loaded().added());
    RunReport report = outcome.report();
    tree.put("read", report.read())
        .put("written", report.written())
        .put("outdated", report.outdated())
        .put("deleted", report.deleted())
        .put("filtered", report.filtered())
        .put("dead_lettered", report.deadLettered());
    tree.putPOJO("checks", outcome.checks());
    return tree;
  }
}
