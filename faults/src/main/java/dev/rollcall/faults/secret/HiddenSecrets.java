package dev.rollcall.faults.secret;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultResultBuilder;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.Parameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** T10: canaries in the secret fields of records and in the settings of stores. */
public final class HiddenSecrets implements FaultTest {

  private static final long PATIENCE_SECONDS = 1_800;
  private static final long PLANTED_RECORDS = 120;

  @Override
  public String id() {
    return "T10";
  }

  @Override
  public String title() {
    return "secrets: canaries in password fields, connection strings, logins, SASL and TLS settings";
  }

  @Override
  public Set<String> parameters() {
    return Set.of("records");
  }

  @Override
  public Map<String, String> shortForm() {
    return Map.of("records", "500");
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    long records = parameters.getLong("records", 5_000);
    Path folder = Files.createTempDirectory("rollcall-secrets");
    try {
      FaultResultBuilder result = FaultResult.of(id());
      Path clean = Files.createDirectory(folder.resolve("clean"));
      work(clean, records, parameters.seed(), false);
      report(clean, result);
      progress.accept("now with planted leaks");
      Path planted = Files.createDirectory(folder.resolve("planted"));
      work(planted, PLANTED_RECORDS, parameters.seed() + 1, true);
      Map<Channel, TreeSet<String>> leaks = search(planted);
      return result
          .planted("a log line prints a payload", hits(leaks, Channel.LOGS))
          .planted("a sink gets the raw JSON unredacted", hits(leaks, Channel.SINKS))
          .planted("an exception quotes a URI", hits(leaks, Channel.EXCEPTIONS))
          .build();
    } finally {
      delete(folder);
    }
  }

  private static void work(Path folder, long records, long seed, boolean planted)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-Dorg.slf4j.simpleLogger.log.dev.rollcall=trace"));
    for (String driver :
        List.of("org.apache.kafka", "com.datastax.oss.driver", "org.mongodb.driver", "io.netty")) {
      command.add("-Dorg.slf4j.simpleLogger.log." + driver + "=info");
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            SecretProcess.class.getName(),
            folder.toString(),
            Long.toString(records),
            Long.toString(seed),
            Boolean.toString(planted)));
    Path log = folder.resolve(Channel.LOGS.file());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(
            "the process with the secrets did not end in " + PATIENCE_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        List<String> lines = Files.readAllLines(log);
        throw new IOException(
            "the process with the secrets failed: "
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private void report(Path folder, FaultResultBuilder result) throws IOException {
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

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
