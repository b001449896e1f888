package dev.rollcall.faults.secret;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.testkit.process.ChildJvm;
import dev.rollcall.testkit.process.ChildProcess;
import dev.rollcall.testkit.server.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** T10: canaries in the secret fields of records and in the settings of stores. */
public final class HiddenSecrets extends FaultTest {

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final long PLANTED_RECORDS = 120;

  @Option(names = "--records", description = "Records with secrets. Default: ${DEFAULT-VALUE}.")
  private long records = 5_000;

  public HiddenSecrets() {
    super(
        "T10",
        "secrets: canaries in password fields, connection strings, logins, SASL and TLS settings",
        "--records=500");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    Path folder = Files.createTempDirectory("rollcall-secrets");
    Servers.deleteAtExit(folder);
    Path clean = Files.createDirectory(folder.resolve("clean"));
    work(clean, records, seed, false);
    report(clean, result);
    progress.accept("now with planted leaks");
    Path planted = Files.createDirectory(folder.resolve("planted"));
    work(planted, PLANTED_RECORDS, seed + 1, true);
    Map<Channel, TreeSet<String>> leaks = search(planted);
    result
        .planted("a log line prints a payload", hits(leaks, Channel.LOGS))
        .planted("a sink gets the raw JSON unredacted", hits(leaks, Channel.SINKS))
        .planted("an exception quotes a URI", hits(leaks, Channel.EXCEPTIONS));
  }

  private static void work(Path folder, long count, long seed, boolean planted)
      throws IOException, InterruptedException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx1g",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-Dorg.slf4j.simpleLogger.log.dev.rollcall=trace"));
    for (String driver :
        List.of("org.apache.kafka", "com.datastax.oss.driver", "org.mongodb.driver", "io.netty")) {
      options.add("-Dorg.slf4j.simpleLogger.log." + driver + "=info");
    }
    List<String> arguments =
        List.of(
            folder.toString(),
            Long.toString(count),
            Long.toString(seed),
            Boolean.toString(planted));
    Path log = folder.resolve(Channel.LOGS.file());
    try (ChildProcess process =
        ChildProcess.start(
            "the process with the secrets",
            ChildJvm.builder(SecretProcess.class, options, arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()))) {
      if (process.awaitEnd(PATIENCE) != 0) {
        List<String> lines = Files.readAllLines(log);
        throw new IOException(
            "the process with the secrets failed: "
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
      }
    }
  }

  private static void report(Path folder, FaultResult result) throws IOException {
    List<String> canaries = Files.readAllLines(folder.resolve(SecretProcess.CANARIES));
    result.fault("canaries planted", canaries.size());
    for (String line : Files.readAllLines(folder.resolve(SecretProcess.COUNTS))) {
      int equals = line.indexOf('=');
      result.fault(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
    }
    for (Map.Entry<Channel, TreeSet<String>> found : search(folder).entrySet()) {
      Channel channel = found.getKey();
      result.figure("characters searched in " + channel.label(), read(folder, channel).length());
      result.figure("secrets found in " + channel.label(), found.getValue().size());
      if (!found.getValue().isEmpty()) {
        String first = found.getValue().first();
        result.violation(
            "%d secrets in %s, such as: %s"
                .formatted(
                    found.getValue().size(),
                    channel.label(),
                    surroundings(read(folder, channel), first)));
      }
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

  private static Map<Channel, TreeSet<String>> search(Path folder) throws IOException {
    CanarySearch search =
        new CanarySearch(Files.readAllLines(folder.resolve(SecretProcess.CANARIES)));
    Map<Channel, TreeSet<String>> found = new EnumMap<>(Channel.class);
    for (Channel channel : Channel.values()) {
      found.put(channel, search.in(read(folder, channel)));
    }
    return found;
  }

  private static String read(Path folder, Channel channel) throws IOException {
    return new String(Files.readAllBytes(folder.resolve(channel.file())), StandardCharsets.UTF_8);
  }

  private static long hits(Map<Channel, TreeSet<String>> leaks, Channel channel) {
    TreeSet<String> found = leaks.get(channel);
    return found == null ? 0 : found.size();
  }
}
