package dev.rollcall.cli.system;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.server.Servers;
import java.util.Set;

/** A whole small system: what it reads, where that goes, and what must be there in the end. */
interface ReferenceSystem {

  /** As the command calls it: {@code created-users}. */
  String name();

  /** The servers it needs. */
  Set<Servers.Kind> servers();

  /**
   * Does its work, reads the tables back and compares them with what they are made of, by other
   * means than the pipeline. Whatever ended the run before, this one goes on where that was.
   */
  Outcome run(SystemRun run);

  /**
   * The same over another database.
   *
   * @throws ConfigurationException if it has no choice
   */
  default ReferenceSystem over(SqlStore store) {
    throw new ConfigurationException(
        "--store: got '"
            + store.option()
            + "', but "
            + name()
            + " has no choice of stores; leave --store out, or run commerce-analytics");
  }
}
