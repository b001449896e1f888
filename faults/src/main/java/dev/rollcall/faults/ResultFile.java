package dev.rollcall.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a result as {@code <id>.json}: the command, the parameters, the faults that hit, the
 * figures, and what it takes to do it again: commit, date and machine. Replaces the file whole.
 */
final class ResultFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final Duration GIT = Duration.ofSeconds(10);

  private final Path root;
  private final Clock clock;
  private final String commit;

  /** For the checkout at {@code root}; made before the test runs, because commits go on. */
  ResultFile(Path root, Clock clock) {
    this.root = root;
    this.clock = clock;
    this.commit = commit();
  }

  /** Writes the result into {@code folder} and returns the file. */
  Path write(Path folder, FaultTest test, FaultResult result, String command, Duration took)
      throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("test", test.id());
    content.put("title", test.title());
    content.put("ok", result.ok());
    content.put("notOkBecause", result.objections().stream().limit(20).toList());
    content.put("command", command);
    Map<String, Object> parameters = TestParameters.of(test);
    content.put("seed", parameters.get("seed"));
    content.put("parameters", parameters);
    content.putAll(result.content());
    content.put("seconds", took.toMillis() / 1000.0);
    content.put("commit", commit);
    content.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    content.put("machine", machine());
    Files.createDirectories(folder);
    Path file = folder.resolve(test.id() + ".json");
    Files.writeString(file, JSON.writeValueAsString(content) + "\n");
    return file;
  }

  /** The commit, with {@code +changes} if files differ from it; {@code unknown} without git. */
  private String commit() {
    String head = git("rev-parse", "--short=12", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    String changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs");
    return changed.isEmpty() ? head : head + "+changes";
  }

  private String git(String... arguments) {
    try {
      String[] command = new String[arguments.length + 1];
      command[0] = "git";
      System.arraycopy(arguments, 0, command, 1, arguments.length);
      ChildProcess git =
          ChildProcess.start(
              "git",
              new ProcessBuilder(command)
                  .directory(root.toFile())
                  .redirectError(ProcessBuilder.Redirect.DISCARD));
      return git.awaitEnd(GIT) == 0 ? git.seen().strip() : "";
    } catch (IOException | AssertionError e) { // no git, or one that does not answer
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      machine.put("memoryMiB", system.getTotalMemorySize() >> 20);
    }
    machine.put("heapMiB", Runtime.getRuntime().maxMemory() >> 20);
    machine.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    machine.put(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    return machine;
  }
}
