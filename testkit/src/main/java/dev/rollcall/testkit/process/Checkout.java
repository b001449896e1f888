package dev.rollcall.testkit.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What git says of a checkout, so that a measured result can name what was measured. */
public final class Checkout {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Checkout() {}

  /**
   * The commit of the checkout at {@code root}, with {@code +changes} if files differ from it,
   * except in {@code docs}; {@code unknown} without git.
   */
  public static String commit(Path root) {
    String head = git(root, "rev-parse", "--short=12", "HEAD");
    String changed =
        git(root, "status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs");
    return head.isEmpty() ? "unknown" : changed.isEmpty() ? head : head + "+changes";
  }

  private static String git(Path root, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    try (ChildProcess git = ChildProcess.start("git", builder)) {
      return git.awaitEnd(PATIENCE) == 0 ? git.seen().strip() : "";
    } catch (IOException | AssertionError e) {
      return ""; // no git here, or one that does not answer
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
