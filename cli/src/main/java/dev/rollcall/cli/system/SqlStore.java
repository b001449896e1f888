package dev.rollcall.cli.system;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.testkit.server.Servers;

/** A database that a system may write to, where it has the choice. */
enum SqlStore {
  POSTGRES(Servers.Kind.POSTGRES),
  MYSQL(Servers.Kind.MARIADB);

  private final Servers.Kind server;

  SqlStore(Servers.Kind server) {
    this.server = server;
  }

  /**
   * The one that {@code --store} names.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if it names none
   */
  static SqlStore named(String option) {
    return Choice.of("--store", option, SqlStore.class);
  }

  /** As {@code --store} names it. */
  String option() {
    return Choice.label(this);
  }

  /** What it runs on. */
  Servers.Kind server() {
    return server;
  }

  /** The URL of it, with its login; {@code database} is its name where that is ours to choose. */
  String url(Stores stores, String database) {
    return this == POSTGRES ? stores.postgres() : stores.mysql(database);
  }
}
