package dev.rollcall.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another JVM is started with the class path of this one. */
public final class ChildJvm {

  private ChildJvm() {}

  /** A small one: the serial collector, and these options besides. */
  public static ProcessBuilder builder(
      Class<?> program, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
