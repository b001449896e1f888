package dev.rollcall.benchmarks;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.process.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** The program of this JVM. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The class path with Spark and DuckDB, which other programs had better not see. */
  String peersClassPath() throws IOException {
    return jars() + File.pathSeparator + classPath;
  }

  private String jars() throws IOException {
    return Files.readString(root.resolve("benchmarks/target/classpath-peers.txt")).strip();
  }

  /** How a small JVM with DuckDB alone is started, without the name of a class. */
  List<String> duckDb() throws IOException {
    String own = classPath.split(File.pathSeparator)[0];
    String driver =
        Arrays.stream(jars().split(File.pathSeparator))
            .filter(jar -> jar.contains("duckdb_jdbc"))
            .findFirst()
            .orElseThrow(() -> new IOException("no DuckDB on the peers' class path"));
    return List.of(
        java(), "-XX:+UseSerialGC", "-Xshare:auto", "-cp", own + File.pathSeparator + driver);
  }

  /** The packages of the JDK that Spark reaches into, and a heap that suits it. */
  List<String> sparkOptions() throws IOException {
    Path options = root.resolve("cli/src/main/jvm/spark.options");
    List<String> all = new ArrayList<>(List.of("-Xms2g", "-Xmx2g"));
    Files.readAllLines(options).stream()
        .filter(line -> line.startsWith("--add-opens") || line.startsWith("-D"))
        .forEach(all::add);
    return all;
  }

  /** Its commit, see {@link Checkout#commit}. */
  String commit() {
    return Checkout.commit(root);
  }
}
