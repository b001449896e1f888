package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.examples.CreatedUsers;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@link CreatedUsers}, run and checked. */
final class CreatedUsersSystem implements TopicSystem {

  @Override
  public String name() {
    return "created-users";
  }

  @Override
  public String topic() {
    return CreatedUsers.TOPIC;
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.KAFKA, Servers.Kind.CASSANDRA);
  }

  @Override
  public Definition definition(Path home) {
    return (tables, figures, letters) -> CreatedUsers.pipeline(tables.get(0), letters);
  }

  @Override
  public List<StoredTable> tables(Stores stores) {
    return List.of(stores.cassandra("spark_streams.created_users", CreatedUsers.table()));
  }
}
