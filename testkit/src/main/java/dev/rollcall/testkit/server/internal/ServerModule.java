package dev.rollcall.testkit.server.internal;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.server.node.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM of one server is made of. An artifact such as {@code rollcall-kafka-server} holds
 * the server's jars as files in {@code rollcall-servers/kafka/lib}, so they come to a test's class
 * path without a class of theirs being visible there. A jar is unpacked once, see {@link
 * UnpackedServers}; the folder of a build is used as it is.
 *
 * @param classPath jars and folders of the server's JVM
 * @param jvmOptions an argument file of the java launcher
 */
public record ServerModule(List<Path> classPath, Path jvmOptions) {

  /** Names the folder of server modules, {@value}; for servers that are on no class path. */
  public static final String PROPERTY = "rollcall.servers";

  /** The environment variable that does the same, {@value}; the system property goes first. */
  static final String ENVIRONMENT_VARIABLE = "ROLLCALL_SERVERS";

  static final String RESOURCES = "rollcall-servers";
  private static final String JVM_OPTIONS = "jvm.options";
  private static final String CLASS_PATH = "classpath.txt";

  /** Copies, so that nobody changes it. */
  public ServerModule {
    classPath = List.copyOf(classPath);
  }

  /**
   * The server of this name: on the class path, else in the folder that {@value #PROPERTY} names.
   *
   * @throws ConfigurationException if it is in neither
   */
  public static ServerModule find(String name) {
    URL options =
        ServerModule.class.getClassLoader().getResource(RESOURCES + "/" + name + "/" + JVM_OPTIONS);
    if (options != null) {
      return onClassPath(name, options);
    }
    String folder = System.getProperty(PROPERTY);
    return find(name, folder == null ? System.getenv(ENVIRONMENT_VARIABLE) : folder);
  }

  /** Whether {@link #find(String)} would find it. */
  public static boolean isPresent(String name) {
    try {
      return !find(name).classPath().isEmpty();
    } catch (ConfigurationException absent) {
      return false;
    }
  }

  static ServerModule find(String name, @Nullable String folder) {
    if (folder == null || folder.isBlank()) {
      throw new ConfigurationException(
          "embedded "
              + name
              + ": the server is not on the class path; add dev.rollcall:rollcall-"
              + name
              + "-server with test scope");
    }
    Path classes = Path.of(folder).toAbsolutePath().resolve(name).resolve("target/classes");
    Path resources = classes.resolve(RESOURCES).resolve(name);
    if (!Files.isReadable(resources.resolve(CLASS_PATH))
        || !Files.isReadable(resources.resolve(JVM_OPTIONS))) {
      throw new ConfigurationException(
          "embedded "
              + name
              + ": the server is not on the class path, and "
              + classes
              + " holds no built one; build it in the root of the checkout with: mvn compile"
              + (name.equals("mariadb") ? " -Pmariadb" : "")
              + " -am -pl testkit/servers/"
              + name);
    }
    return of(classes, resources);
  }

  /** The same with the jar or folder of the first of these resources that is on the class path. */
  public ServerModule withFirstOf(List<String> resources) {
    Optional<Path> found =
        resources.stream()
            .map(ServerModule.class.getClassLoader()::getResource)
            .flatMap(Stream::ofNullable)
            .findFirst()
            .map(ServerModule::jar);
    List<Path> longer = new ArrayList<>(classPath);
    found.ifPresent(longer::add);
    return new ServerModule(longer, jvmOptions);
  }

  /** The class path as the java launcher takes it. */
  String joined() {
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static ServerModule onClassPath(String name, URL options) {
    try {
      if (options.getProtocol().equals("file")) {
        Path classes = Path.of(options.toURI()).resolve("../../..").normalize();
        return of(classes, classes.resolve(RESOURCES).resolve(name));
      }
      Path jar = jar(options);
      return of(jar, UnpackedServers.resources(name, jar));
    } catch (URISyntaxException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  private static ServerModule of(Path classes, Path resources) {
    List<Path> classPath = new ArrayList<>(List.of(classes, node()));
    try {
      for (String jar : Files.readString(resources.resolve(CLASS_PATH)).strip().split(":", -1)) {
        classPath.add(resources.resolve(jar));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new ServerModule(classPath, resources.resolve(JVM_OPTIONS));
  }

  /** Where the classes come from that every server's JVM needs. */
  private static Path node() {
    try {
      return Path.of(ParentWatch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  private static Path jar(URL resource) {
    try {
      return Path.of(((JarURLConnection) resource.openConnection()).getJarFileURL().toURI());
    } catch (IOException | URISyntaxException unexpected) {
      throw new IllegalStateException(resource + " is in no jar of the file system", unexpected);
    }
  }
}
