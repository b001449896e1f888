package dev.rollcall.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.management.OperatingSystemMXBean;
import dev.rollcall.benchmarks.workload.Metric;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Outcomes as JSON: figures and ratios with their spread, and what it takes to do it again:
 * command, commits, date and machine.
 *
 * @param commits of each build that is compared; asked for before the first round
 */
record ResultFile(String command, Map<String, String> commits) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  Map<String, Object> content(Outcome outcome, int users) {
    Map<String, Object> perRecord = new LinkedHashMap<>();
    Map<String, Object> perRun = new LinkedHashMap<>();
    for (String contestant : outcome.rounds().keySet()) {
      Map<Metric, Outcome.Spread> figures =
          byMetric(outcome, metric -> outcome.figures(contestant, metric));
      Map<Metric, Outcome.Spread> ofRun = new LinkedHashMap<>(figures);
      ofRun.keySet().removeIf(Metric::perRecord);
      figures.keySet().removeIf(metric -> !metric.perRecord());
      perRecord.put(contestant, figures);
      if (!ofRun.isEmpty()) {
        perRun.put(contestant, ofRun);
      }
    }
    Map<String, Object> ratios = new LinkedHashMap<>();
    for (String peer : outcome.peers()) {
      ratios.put(peer, byMetric(outcome, metric -> outcome.ratios(peer, metric)));
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("benchmark", outcome.benchmark().name());
    content.put("title", outcome.benchmark().title());
    content.put("command", command);
    content.put("users", users);
    content.put("rounds", outcome.count());
    content.put("programs", titles(outcome));
    content.put("perRecord", perRecord);
    if (!perRun.isEmpty()) {
      content.put("perRun", perRun);
    }
    content.put("ratiosOf", outcome.subject());
    content.put("ratiosTo", ratios);
    content.put("commits", commits);
    content.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    content.put("machine", machine());
    return content;
  }

  private static Map<String, String> titles(Outcome outcome) {
    Map<String, String> titles = new LinkedHashMap<>();
    for (Program program : outcome.benchmark().programs()) {
      if (outcome.rounds().containsKey(program.name())) {
        titles.put(program.name(), program.title());
      }
    }
    return titles;
  }

  private static Map<Metric, Outcome.Spread> byMetric(
      Outcome outcome, Function<Metric, Outcome.Spread> spread) {
    return outcome.metrics().stream()
        .collect(Collectors.toMap(metric -> metric, spread, (a, b) -> a, LinkedHashMap::new));
  }

  /** The load is that of the end: what ran beside the benchmark spoils it. */
  private static Map<String, Object> machine() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", system.getAvailableProcessors());
    machine.put("memoryMiB", system.getTotalMemorySize() >> 20);
    machine.put("loadAverage", system.getSystemLoadAverage());
    machine.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    machine.put("os", system.getName() + " " + system.getVersion() + " " + system.getArch());
    return machine;
  }

  static void write(Path file, Object content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, JSON.writeValueAsString(content) + "\n");
  }
}
