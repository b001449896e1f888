package dev.rollcall.cli.system;

import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.check.PlainReading;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.cli.profile.PseudonymKey;
import dev.rollcall.cli.profile.SourceCheck;
import dev.rollcall.core.record.Row;
import dev.rollcall.examples.ProfileAnalytics;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link ProfileAnalytics}, run and checked. */
final class ProfileSystem implements TopicSystem {

  @Override
  public String name() {
    return "profile-analytics";
  }

  @Override
  public String topic() {
    return ProfileAnalytics.TOPIC;
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.KAFKA, Servers.Kind.CASSANDRA, Servers.Kind.MONGO);
  }

  @Override
  public Definition definition(Path home) {
    return SourceCheck.definition(PseudonymKey.in(home));
  }

  @Override
  public List<StoredTable> tables(Stores stores) {
    return List.of(stores.cassandra(SourceCheck.TABLE, ProfileAnalytics.userTable()));
  }

  @Override
  public StoredFigures figures(Stores stores) {
    MongoAggregates target =
        MongoAggregates.database("users_db")
            .connectionString(stores.servers().mongo().connectionString());
    return new StoredFigures(
        target,
        aggregation -> {
          try (MongoAggregateReader reader = target.read()) {
            return reader.results(aggregation);
          }
        });
  }

  @Override
  public Optional<Row> counted(Row row) {
    return SourceCheck.counted(row);
  }

  @Override
  public PlainReading reading() {
    return SourceCheck::read;
  }
}
