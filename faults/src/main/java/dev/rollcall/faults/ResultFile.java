package dev.rollcall.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A result as {@code <id>.json}: the command, the parameters, the faults that hit, the figures, and
 * what it takes to do it again: commit, date and machine.
 */
record ResultFile(
    FaultTest test,
    FaultResult result,
    String command,
    Duration took,
    String commit,
    Instant date) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes the file into {@code folder}, in place of an older one, and returns it. */
  Path write(Path folder) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("test", test.id());
    content.put("title", test.title());
    content.put("ok", result.ok());
    content.put("notOkBecause", result.objections().stream().limit(20).toList());
    content.put("command", command);
    content.put("seed", test.seed);
    content.put("parameters", test.parameters());
    content.put("faults", result.faults);
    content.put("required", result.required);
    content.put("lost", result.lost);
    content.put("doubled", result.doubled);
    content.put("violations", result.violations.size());
    content.put("planted", result.planted);
    content.put("figures", result.figures);
    content.put("seconds", took.toMillis() / 1000.0);
    content.put("commit", commit);
    content.put("date", date.truncatedTo(ChronoUnit.SECONDS).toString());
    content.put("machine", machine());
    Files.createDirectories(folder);
    return Files.writeString(
        folder.resolve(test.id() + ".json"), JSON.writeValueAsString(content) + "\n");
  }

  private static Map<String, Object> machine() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", system.getAvailableProcessors());
    machine.put("memoryMiB", system.getTotalMemorySize() >> 20);
    machine.put("heapMiB", Runtime.getRuntime().maxMemory() >> 20);
    machine.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    machine.put("os", system.getName() + " " + system.getVersion() + " " + system.getArch());
    return machine;
  }
}
