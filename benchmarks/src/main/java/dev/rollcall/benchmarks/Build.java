package dev.rollcall.benchmarks;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A build of Rollcall with its benchmarks.
 *
 * @param root the checkout
 * @param classPath of the benchmarks' module
 */
record Build(Path root, String classPath) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The one that runs. */
  static Build current() {
    Path root = Path.of(System.getProperty("rollcall.root", "")).toAbsolutePath();
    return new Build(root, Objects.requireNonNull(System.getProperty("java.class.path")));
  }

  /**
   * That of another checkout.
   *
   * @throws ConfigurationException if its benchmarks are not built, or were built elsewhere, so
   *     that its class path leads into another checkout
   */
  static Build at(Path folder) {
    Path target = folder.toAbsolutePath().normalize().resolve("benchmarks/target");
    Path classes = target.resolve("classes");
    String howTo = "; build it there with: mvn -Dquick -DskipTests package -pl benchmarks -am";
    String jars;
    try {
      jars = Files.readString(target.resolve("classpath.txt")).strip();
    } catch (IOException e) {
      throw new ConfigurationException("--against " + folder + ": has no built benchmarks" + howTo);
    }
    Path root = folder.toAbsolutePath().normalize();
    boolean own =
        Arrays.stream(jars.split(File.pathSeparator))
            .filter(jar -> jar.contains("rollcall-core"))
            .allMatch(jar -> Path.of(jar).startsWith(root));
    if (!own || !Files.isDirectory(classes)) {
      throw new ConfigurationException(
          "--against " + folder + ": its benchmarks were built in another folder" + howTo);
    }
    return new Build(root, classes + File.pathSeparator + jars);
  }

  /** Its commit, with {@code +changes} if files differ from it; {@code unknown} without git. */
  String commit() {
    String head = git("rev-parse", "--short=12", "HEAD");
    String changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs");
    return head.isEmpty() ? "unknown" : changed.isEmpty() ? head : head + "+changes";
  }

  private String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    try (ChildProcess git = ChildProcess.start("git", new ProcessBuilder(command))) {
      return git.awaitEnd(PATIENCE) == 0 ? git.seen().strip() : "";
    } catch (IOException e) {
      return ""; // no git here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
