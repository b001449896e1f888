package dev.rollcall.cli.demo;

import dev.rollcall.cli.console.Progress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The classes that this JVM has loaded, archived for the next one, which then starts in less time:
 * most of a demonstration is loading classes. See {@code rollcall}, the script.
 */
final class LoadedClasses {

  /** The archive to write if it is not there; not set for a JVM that cannot write it. */
  private static final String ARCHIVE = "rollcall.classes";

  private LoadedClasses() {}

  /** Writes the archive if the script wants one. A JVM that cannot leaves all as it is. */
  static void archive(Progress progress) {
    String archive = System.getProperty(ARCHIVE);
    if (archive == null || Files.exists(Path.of(archive))) {
      return;
    }
    progress.say("Keeping the loaded classes, so that the next demo starts sooner …");
    PrintStream out = System.out;
    try {
      System.setOut(new PrintStream(OutputStream.nullOutputStream())); // the JDK reports there
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "vmCds",
              new Object[] {new String[] {"dynamic_dump", archive}},
              new String[] {String[].class.getName()});
    } catch (JMException another) {
      // another JVM than OpenJDK 17 or newer
    } finally {
      System.setOut(out);
    }
  }
}
