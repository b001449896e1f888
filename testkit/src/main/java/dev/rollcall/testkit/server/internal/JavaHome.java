package dev.rollcall.testkit.server.internal;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Finds the {@code java} command for a server's JVM. */
public final class JavaHome {

  private static final List<String> VARIABLES =
      List.of(
          "ROLLCALL_JAVA17",
          "JAVA_HOME_17_X64",
          "JAVA_HOME_17_ARM64",
          "JAVA_HOME_17_arm64",
          "JAVA17_HOME");

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/lib/jvm"),
          Path.of("/Library/Java/JavaVirtualMachines"),
          Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"));

  private JavaHome() {}

  /** The command of the JVM that runs this code. */
  public static Path running() {
    return command(Path.of(System.getProperty("java.home")));
  }

  /**
   * The command of a JDK 17: the running one if it is one, else the first found in the environment
   * and in the usual folders.
   */
  public static Path java17() {
    return Runtime.version().feature() == 17 ? running() : java17(System.getenv(), FOLDERS);
  }

  static Path java17(Map<String, String> environment, List<Path> folders) {
    List<Path> homes = new ArrayList<>();
    for (String variable : VARIABLES) {
      String home = environment.get(variable);
      if (home != null && !home.isBlank()) {
        homes.add(Path.of(home));
      }
    }
    folders.forEach(folder -> homes.addAll(homesIn(folder)));
    return homes.stream()
        .filter(JavaHome::isJava17)
        .findFirst()
        .map(JavaHome::command)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "embedded cassandra: it needs a JDK 17, this JVM is a "
                        + Runtime.version().feature()
                        + " and no other was found; install a JDK 17 and set ROLLCALL_JAVA17 to its"
                        + " folder, or set ROLLCALL_CASSANDRA to a Cassandra that runs"));
  }

  private static List<Path> homesIn(Path folder) {
    List<Path> homes = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*17*")) {
        found.forEach(
            home -> {
              Path bundle = home.resolve("Contents").resolve("Home"); // macOS
              homes.add(Files.isDirectory(bundle) ? bundle : home);
            });
      } catch (IOException unreadable) {
        return List.of();
      }
    }
    homes.sort(null);
    return homes;
  }

  /** Goes by the file that every JDK has, not by the folder's name. */
  private static boolean isJava17(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(command(home))) {
      return false;
    }
    Properties facts = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      facts.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      return false;
    }
    String version = facts.getProperty("JAVA_VERSION", "").replace("\"", "");
    return version.equals("17") || version.startsWith("17.");
  }

  private static Path command(Path home) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return home.resolve("bin").resolve(windows ? "java.exe" : "java");
  }
}
