package dev.rollcall.testkit.server.node;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** For servers that are processes of their own beside this JVM. */
public final class Guard {

  private Guard() {}

  /**
   * Starts a shell that waits for the end of what this JVM writes to it, which is the end of this
   * JVM however that comes, and then runs a script that stops a server that is still there. Where
   * there is no shell, a JVM that is killed leaves its server behind.
   *
   * @param script its arguments are {@code $0} and on
   */
  public static void atTheEnd(String script, String... arguments) throws IOException {
    if (File.separatorChar != '/') {
      return;
    }
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP TERM; cat >/dev/null; " + script));
    command.addAll(List.of(arguments));
    new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
