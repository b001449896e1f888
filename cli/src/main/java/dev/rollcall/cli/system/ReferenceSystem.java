package dev.rollcall.cli.system;

import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.server.Servers;
import java.util.Set;

/** One of the examples as {@code rollcall run} runs it: loaded, run and checked. */
public interface ReferenceSystem {

  /** As the command calls it: {@code created-users}. */
  String name();

  /** The servers it needs. */
  Set<Servers.Kind> servers();

  /**
   * Checks what it is to read, files too, before any server starts.
   *
   * @throws ConfigurationException if it cannot be had
   */
  Work prepare(UserOrigin origin);

  /** What is left to do when the servers are there. */
  @FunctionalInterface
  interface Work {

    /**
     * Does it, reads the tables back and compares them with what they are made of. Whatever ended
     * the run before, this one goes on where that was.
     */
    Outcome run(SystemRun run);
  }
}
