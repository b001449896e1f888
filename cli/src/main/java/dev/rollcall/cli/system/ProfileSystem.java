package dev.rollcall.cli.system;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.profile.ProfileAnalytics;
import dev.rollcall.cli.profile.PseudonymKey;
import dev.rollcall.cli.profile.SourceCheck;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.testkit.server.Servers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@link ProfileAnalytics} as a system that goes on where it was; the demo begins anew. */
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
  public Pipeline pipeline(Stores stores, Path home) {
    return ProfileAnalytics.pipeline(
        table(stores), aggregates(stores), stores.deadLetters(topic()), PseudonymKey.in(home));
  }

  @Override
  public List<Check> check(SystemRun run, KafkaTopic topic) {
    Stores stores = run.stores();
    return new SourceCheck(pipeline(stores, run.home()), topic, PseudonymKey.in(run.home()))
        .compare(table(stores), stores.servers(), aggregates(stores), stores.deadLetters(topic()))
        .checks();
  }

  private static CassandraTable table(Stores stores) {
    return stores.at(ProfileAnalytics.userTable());
  }

  private static MongoAggregates aggregates(Stores stores) {
    return MongoAggregates.database("users_db")
        .connectionString(stores.servers().mongo().connectionString());
  }
}
