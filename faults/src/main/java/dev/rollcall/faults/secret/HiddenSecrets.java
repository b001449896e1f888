package dev.rollcall.faults.secret;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.secret.Captured.Outcome;
import dev.rollcall.testkit.process.ChildJvm;
import dev.rollcall.testkit.process.ChildProcess;
import dev.rollcall.testkit.server.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** T10: canaries in the secret fields of records and in the settings of stores. */
public final class HiddenSecrets extends FaultTest {

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final long PLANTED_RECORDS = 120;
  private static final int TAIL = 8_000;
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx1g",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
          "-Dorg.slf4j.simpleLogger.log.dev.rollcall=trace",
          "-Dorg.slf4j.simpleLogger.log.org.apache.kafka=info",
          "-Dorg.slf4j.simpleLogger.log.com.datastax.oss.driver=info",
          "-Dorg.slf4j.simpleLogger.log.org.mongodb.driver=info",
          "-Dorg.slf4j.simpleLogger.log.io.netty=info");

  @Option(names = "--records", description = "Records with secrets.")
  private long records = 5_000;

  public HiddenSecrets() {
    super(
        "T10",
        "secrets: canaries in password fields, connection strings, logins, SASL and TLS settings",
        "--records=500");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    report(work(records, seed, false), result);
    progress.accept("now with planted leaks");
    Outcome planted = work(PLANTED_RECORDS, seed + 1, true);
    result
        .planted("a log line prints a payload", found(planted, Channel.LOGS).size())
        .planted("a sink gets the raw JSON unredacted", found(planted, Channel.SINKS).size())
        .planted("an exception quotes a URI", found(planted, Channel.EXCEPTIONS).size());
  }

  private static Outcome work(long count, long seed, boolean planted)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("rollcall-secrets");
    Servers.deleteAtExit(folder);
    List<String> arguments = List.of(folder.toString(), "" + count, "" + seed, "" + planted);
    ProcessBuilder builder =
        ChildJvm.builder(SecretProcess.class, OPTIONS, arguments).redirectErrorStream(true);
    try (ChildProcess process = ChildProcess.start("the process with the secrets", builder)) {
      int code = process.awaitEnd(PATIENCE);
      String printed = process.seen();
      if (code != 0) {
        throw new IOException(
            "the process with the secrets failed: "
                + printed.substring(Math.max(0, printed.length() - TAIL)));
      }
      Outcome outcome = Outcome.read(folder.resolve(SecretProcess.OUTCOME));
      outcome.texts().put(Channel.LOGS, printed);
      return outcome;
    }
  }

  private static void report(Outcome outcome, FaultResult result) {
    result.fault("canaries planted", outcome.canaries().size());
    for (Hit hit : Hit.values()) {
      result.fault(hit, outcome.hits().getOrDefault(hit, 0L));
    }
    for (Channel channel : Channel.values()) {
      String text = text(outcome, channel);
      Set<String> found = found(outcome, channel);
      String words = FaultResult.words(channel);
      result.figure("characters searched in " + words, text.length());
      result.figure("secrets found in " + words, found.size());
      found.stream()
          .findFirst()
          .ifPresent(
              first ->
                  result.violation(
                      "%d secrets in %s, such as: %s"
                          .formatted(found.size(), words, surroundings(text, first))));
    }
  }

  /** The line with it; a canary is no secret of anybody's. */
  private static String surroundings(String text, String canary) {
    CanarySearch search = new CanarySearch(List.of(canary));
    return text.lines()
        .filter(line -> !search.in(line).isEmpty())
        .map(line -> line.length() > 600 ? line.substring(0, 600) + " …" : line)
        .findFirst()
        .orElse("(over several lines)");
  }

  private static Set<String> found(Outcome outcome, Channel channel) {
    return new CanarySearch(outcome.canaries()).in(text(outcome, channel));
  }

  private static String text(Outcome outcome, Channel channel) {
    return outcome.texts().getOrDefault(channel, "");
  }
}
