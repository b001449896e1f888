package dev.rollcall.testkit.server;

import dev.rollcall.core.error.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The built module of one server: its classes, its JVM options and the class path that the build
 * wrote down.
 */
record ServerModule(String name, Path target) {

  /** The system property that names the folder of the server modules, {@value}. */
  static final String PROPERTY = "rollcall.servers";

  /** The environment variable that does the same, {@value}; the system property goes first. */
  static final String ENVIRONMENT_VARIABLE = "ROLLCALL_SERVERS";

  /** Built by the Maven profile of its name only, because it is large. */
  private static final String OF_A_PROFILE = "mariadb";

  /** The built module {@code name}, or an error that says how to build it. */
  static ServerModule find(String name) {
    String folder = System.getProperty(PROPERTY);
    return find(name, folder == null ? System.getenv(ENVIRONMENT_VARIABLE) : folder);
  }

  /** Whether {@link #find(String)} would find it. */
  static boolean isBuilt(String name) {
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
              + ": the folder of the server modules is not known; set the system property "
              + PROPERTY
              + " or the environment variable "
              + ENVIRONMENT_VARIABLE
              + " to testkit/servers of a Rollcall checkout");
    }
    Path target = Path.of(folder).toAbsolutePath().resolve(name).resolve("target");
    ServerModule module = new ServerModule(name, target);
    if (!Files.isReadable(module.classPathFile()) || !Files.isReadable(module.jvmOptions())) {
      throw new ConfigurationException(
          "embedded "
              + name
              + ": "
              + target
              + " holds no built server; build it in the root of the checkout with: mvn compile"
              + (name.equals(OF_A_PROFILE) ? " -P" + name : "")
              + " -am -pl testkit/servers/"
              + name);
    }
    return module;
  }

  /** The class path of the server's JVM. */
  String classPath() {
    try {
      return classes() + File.pathSeparator + Files.readString(classPathFile()).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The options of the server's JVM, an argument file of the java launcher. */
  Path jvmOptions() {
    return classes().resolve("jvm.options");
  }

  private Path classes() {
    return target.resolve("classes");
  }

  private Path classPathFile() {
    return target.resolve("classpath.txt");
  }
}
