package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.check.PlainReading;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.cli.produce.Load;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.examples.CommerceAnalytics;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@link CommerceAnalytics}, run and checked.
 *
 * @param store where flat events and figures go
 */
record CommerceSystem(SqlStore store) implements TopicSystem {

  private static final String NAME = "commerce-analytics";

  @Override
  public ReferenceSystem over(SqlStore other) {
    return new CommerceSystem(other);
  }

  /** What is in one database is not in the other: each has its own place in the topic. */
  @Override
  public String name() {
    return store == SqlStore.POSTGRES ? NAME : NAME + "-" + store.option();
  }

  @Override
  public String topic() {
    return CommerceAnalytics.TOPIC;
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.KAFKA, Servers.Kind.CASSANDRA, store.server());
  }

  /** A CSV file of the REES46 form, or so many sessions of an invented shop. */
  @Override
  public Load load(UserOrigin origin) {
    return origin.from() == null
        ? ShopLoad.ofSessions(origin.users())
        : ShopLoad.ofFile(origin.from(), origin.csv());
  }

  @Override
  public Definition definition(Path home) {
    return (tables, figures, letters) ->
        CommerceAnalytics.pipeline(name(), tables.get(0), tables.get(1), figures, letters);
  }

  @Override
  public List<StoredTable> tables(Stores stores) {
    return List.of(
        stores.cassandra("shop_ks.raw_events", CommerceAnalytics.rawTable()),
        Stores.jdbc("events", CommerceAnalytics.table(), url(stores)));
  }

  @Override
  public StoredFigures figures(Stores stores) {
    return Stores.figures(url(stores));
  }

  @Override
  public PlainReading reading() {
    return PlainReading.EVENTS;
  }

  private String url(Stores stores) {
    return store.url(stores, "shop_db");
  }
}
