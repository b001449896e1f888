package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.core.user.Users;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as people unpack it, on a machine without Maven. */
class DistributionIT {

  /** What the launcher and its terminal checks may use; no mvn. */
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "env",
          "dirname",
          "readlink",
          "sed",
          "head",
          "tput",
          "locale",
          "mkdir",
          "mv",
          "rm",
          "wc");

  @TempDir static Path folder;
  private static Path home = Path.of("");
  private static Path tools = Path.of("");

  @BeforeAll
  static void unpack() throws IOException {
    Path zip = zip();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        // large, and that flatten works without it is the point
        if (!entry.isDirectory() && !entry.getName().contains("/lib/spark/")) {
          Path target = folder.resolve(entry.getName());
          Files.createDirectories(target.getParent());
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, target);
          }
        }
      }
    }
    home = folder.resolve(zip.getFileName().toString().replace(".zip", ""));
    // a zip says who may run a file, which the JDK does not read
    assertThat(home.resolve("bin/rollcall").toFile().setExecutable(true)).isTrue();
    tools = Files.createDirectory(folder.resolve("tools"));
    for (String name : TOOLS) {
      for (String place : System.getenv("PATH").split(File.pathSeparator)) {
        Path there = Path.of(place, name);
        Path tool = tools.resolve(name);
        if (Files.isExecutable(there) && Files.notExists(tool)) {
          Files.writeString(tool, "#!/bin/sh\nexec '" + there + "' \"$@\"\n");
          assertThat(tool.toFile().setExecutable(true)).isTrue();
        }
      }
    }
  }

  /** It is not made with -Dquick. */
  private static Path zip() throws IOException {
    try (Stream<Path> target = Files.list(Path.of("target"))) {
      List<Path> zips = target.filter(file -> file.toString().endsWith(".zip")).toList();
      assumeTrue(zips.size() == 1, "no distribution was packaged");
      return zips.get(0);
    }
  }

  private static CommandRun run(String... arguments) throws IOException, InterruptedException {
    return run("", arguments);
  }

  private static CommandRun run(String jvmOptions, String[] arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/rollcall").toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ROLLCALL_JAVA_OPTS", jvmOptions);
    Process process = builder.start();
    process.getOutputStream().close();
    return new CommandRun(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  @Test
  void theLauncherShowsTheHelp() throws Exception {
    CommandRun run = run("--help");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("Usage: rollcall").contains("flatten", "demo");
    assertThat(run.code()).isZero();
  }

  @Test
  void theLauncherFlattensAFile() throws Exception {
    Path file = folder.resolve("users.ndjson");
    Files.writeString(file, "{\"email\":\"a@example.com\",\"dob\":{\"age\":30}}\n");

    CommandRun run = run("flatten", file.toString());

    assertThat(run.summary()).isEqualTo("1 element = 1 row + 0 dead letters, 1 file");
    assertThat(run.rows().get(0).get("age").asInt()).isEqualTo(30);
    assertThat(run.code()).isZero();
  }

  /** Else it would start in twice the time, and nobody would know why. */
  @Test
  void theClassesOfFlattenAreArchivedAtTheFirstUseAndMappedFromThenOn() throws Exception {
    Path log = folder.resolve("classes.log");
    String[] flatten = {"flatten", user().toString()};
    run(flatten);
    Path archive = archive();

    CommandRun run = run("-Xlog:class+load:file=" + log, flatten);

    assertThat(run.rows()).hasSize(1);
    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.matches(".* (dev.rollcall.cli.Rollcall|picocli.CommandLine) .*"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("shared objects file"));
    assertThat(archive()).isEqualTo(archive);
  }

  @Test
  void anArchiveThatIsBrokenOrOfOtherJarsChangesNothing() throws Exception {
    String[] flatten = {"flatten", user().toString()};
    CommandRun right = run(flatten);
    Path archive = archive();
    byte[] whole = Files.readAllBytes(archive);

    // the launcher sees that the first is too short, the JVM that the other is no archive
    for (byte[] broken : List.of(Arrays.copyOf(whole, whole.length / 2), new byte[whole.length])) {
      overwrite(archive, broken);
      assertSame(run(flatten), right);
      assertThat(archive).hasBinaryContent(broken);
    }

    overwrite(archive, whole);
    Path jar = home.resolve("lib").resolve(jars("lib").get(0));
    FileTime packed = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(packed.toMillis() - 60_000));
    assertSame(run(flatten), right);
    Files.setLastModifiedTime(jar, packed);
  }

  @Test
  void firstCallsAtTheSameTimeAllWork() throws Exception {
    String[] flatten = {"flatten", user().toString()};
    Path start = home.resolve("lib/start");
    if (Files.exists(start)) {
      Files.delete(archive());
    }
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      List<Future<CommandRun>> runs =
          callers.invokeAll(List.of(() -> run(flatten), () -> run(flatten)));
      for (Future<CommandRun> run : runs) {
        assertThat(run.get().rows()).hasSize(1);
        assertThat(run.get().code()).isZero();
      }
    } finally {
      callers.shutdown();
    }
    assertThat(archive()).isNotEmptyFile();
  }

  /** On short files optimizing takes longer than the work that it makes quicker. */
  @Test
  void onlyLongFilesAreOptimizedFor() throws Exception {
    String quick = "-XX:TieredStopAtLevel=1";
    Path large = folder.resolve("large.ndjson");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(700_000_000);
    }
    Path packed = Files.writeString(folder.resolve("packed.ndjson.gz"), "");

    assertThat(flags(user())).contains(quick);
    assertThat(flags(user(), user())).contains(quick);
    assertThat(flags(large)).doesNotContain(quick);
    assertThat(flags(user(), large)).doesNotContain(quick);
    assertThat(flags(packed)).doesNotContain(quick);
    assertThat(flags(folder)).doesNotContain(quick);
    assertThat(flags()).doesNotContain(quick);
  }

  private static String flags(Path... files) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("flatten", "--help"));
    List.of(files).forEach(file -> arguments.add(file.toString()));
    return run("-XX:+PrintCommandLineFlags", arguments.toArray(String[]::new)).out();
  }

  private static void assertSame(CommandRun run, CommandRun right) {
    assertThat(run.out()).isEqualTo(right.out());
    assertThat(run.summary()).isEqualTo(right.summary());
    assertThat(run.err().lines()).hasSameSizeAs(right.err().lines().toList());
  }

  /** The JVM makes it for reading only. */
  private static void overwrite(Path archive, byte[] bytes) throws IOException {
    Files.delete(archive);
    Files.write(archive, bytes);
  }

  /** The only one, and nothing half made beside it. */
  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib/start"))) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      assertThat(found.get(0).toString()).endsWith(".jsa");
      return found.get(0);
    }
  }

  private static Path user() throws IOException {
    return Files.writeString(
        folder.resolve("user.ndjson"), "{\"email\":\"a@example.com\",\"dob\":{\"age\":30}}\n");
  }

  @Test
  void theCommandSaysWhichPartIsMissing() throws Exception {
    Path demo = home.resolve("lib/demo");
    Path away = folder.resolve("away");
    Files.move(demo, away);
    CommandRun run;
    try {
      run = run("api");
    } finally {
      Files.move(away, demo);
    }

    assertThat(run.err()).startsWith("rollcall: ").contains("lib/demo").doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void testLibrariesAndServersAreNotBesideTheCommand() throws IOException {
    assertThat(jars("lib"))
        .anyMatch(jar -> jar.startsWith("rollcall-cli-"))
        .noneMatch(jar -> jar.matches("(junit|assertj|mongo-java|h2|spark|rollcall-testkit).*"));
    assertThat(jars("lib/servers"))
        .anyMatch(jar -> jar.startsWith("rollcall-kafka-adapter-"))
        .noneMatch(jar -> jar.matches("(junit|assertj|mongo-java|h2|spark|rollcall-testkit).*"))
        .doesNotContainAnyElementsOf(jars("lib"));
    assertThat(jars("lib/demo"))
        .anyMatch(jar -> jar.startsWith("rollcall-testkit-"))
        .noneMatch(jar -> jar.matches("(junit|assertj|opentest4j|byte-buddy).*"));
  }

  /** The script in the repository's root starts them with what is before the Kafka adapter. */
  @Test
  void theCommandsForFilesHaveTheJarsThatTheyHaveInTheRepository() throws IOException {
    List<String> before =
        Arrays.stream(Files.readString(Path.of("target/classpath.txt")).split(File.pathSeparator))
            .map(jar -> Path.of(jar).getFileName().toString())
            .takeWhile(jar -> !jar.startsWith("rollcall-kafka-adapter"))
            .toList();

    assertThat(jars("lib").stream().filter(jar -> !jar.startsWith("rollcall-cli-")))
        .containsExactlyInAnyOrderElementsOf(before);
  }

  /** Spark brings some of these too; the command must have them without it. */
  @Test
  void whatTheAdaptersNeedIsThereWithoutSpark() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String below : List.of("lib", "lib/servers")) {
      for (String jar : jars(below)) {
        urls.add(home.resolve(below).resolve(jar).toUri().toURL());
      }
    }
    try (URLClassLoader lib =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      for (String name :
          List.of(
              Users.class.getName(),
              "com.codahale.metrics.MetricRegistry",
              "com.datastax.oss.driver.api.core.CqlSession",
              "com.fasterxml.jackson.annotation.JsonProperty",
              "com.github.luben.zstd.ZstdInputStream",
              "io.netty.handler.ssl.SslHandler",
              "net.jpountz.lz4.LZ4Factory",
              "org.apache.logging.log4j.core.config.Configurator",
              "org.apache.logging.log4j.layout.template.json.JsonTemplateLayout",
              "org.apache.logging.slf4j.SLF4JServiceProvider",
              "org.xerial.snappy.Snappy")) {
        assertThat(lib.loadClass(name).getMethods()).as(name).isNotEmpty();
      }
    }
  }

  private static List<String> jars(String below) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(below))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }
}
