package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.examples.UserWarehouse;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@link UserWarehouse}, run and checked. */
final class UserWarehouseSystem implements TopicSystem {

  @Override
  public String name() {
    return "user-warehouse";
  }

  @Override
  public String topic() {
    return UserWarehouse.TOPIC;
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.KAFKA, Servers.Kind.POSTGRES);
  }

  @Override
  public Definition definition(Path home) {
    return (tables, figures, letters) -> UserWarehouse.pipeline(tables.get(0), figures, letters);
  }

  @Override
  public List<StoredTable> tables(Stores stores) {
    return List.of(Stores.jdbc("warehouse_users", UserWarehouse.table(), stores.postgres()));
  }

  @Override
  public StoredFigures figures(Stores stores) {
    return Stores.figures(stores.postgres());
  }
}
