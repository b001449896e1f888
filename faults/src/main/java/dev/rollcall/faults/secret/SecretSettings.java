package dev.rollcall.faults.secret;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.mongo.MongoRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Descriptions of real stores that cannot be reached or are wrong, with canaries for secrets. */
final class SecretSettings {

  /** One attempt to use a store: it must fail. */
  interface Attempt {
    void make() throws Exception;
  }

  /**
   * A store and what is done with it.
   *
   * @param description whose text is looked at
   * @param attempt must fail
   */
  record Store(Object description, Attempt attempt) {}

  private static final String JAAS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=";

  private final Canaries canaries;
  private final String closed;
  private final Path folder;
  private final List<Store> stores = new ArrayList<>();

  private SecretSettings(Canaries canaries, int closedPort, Path folder) {
    this.canaries = canaries;
    this.closed = "127.0.0.1:" + closedPort;
    this.folder = folder;
  }

  static List<Store> all(
      Canaries canaries, int closedPort, Path folder, List<AggregateTable> tables)
      throws IOException {
    SecretSettings settings = new SecretSettings(canaries, closedPort, folder);
    settings.mongo(tables);
    settings.cassandra();
    settings.kafka();
    return settings.stores;
  }

  private void mongo(List<AggregateTable> tables) {
    String quick = "/?serverSelectionTimeoutMS=300&connectTimeoutMS=300";
    for (String uri :
        List.of(
            "mongodb://me:%s@" + closed + quick,
            "mongodb://me:%s@" + closed + quick + "&authMechanism=NONE",
            "mongodb://me:%s@" + closed + quick + "&maxPoolSize=many",
            "mongodb://me:%s@@" + closed,
            "mongodb://me:%s@127.0.0.1:port",
            "mongodb://me:p%%zz%s@" + closed,
            "mongodb://me:pass:%s@" + closed,
            "mongodb://" + closed + "/%s@" + quick.substring(1),
            "mongodb+srv://me:%s@nowhere.invalid:27017",
            "mongodb+srv://me:%s@",
            "http://me:%s@" + closed,
            "me:%s@" + closed)) {
      String secret = uri.formatted(canaries.next());
      MongoAggregates aggregates = MongoAggregates.database("secrets").connectionString(secret);
      stores.add(new Store(aggregates, () -> aggregates.open(tables).load(List.of())));
      rows(MongoRows.database("secrets").collection("users").connectionString(secret));
    }
  }

  private void cassandra() throws IOException {
    CassandraTable table =
        CassandraTable.in("secrets").named("users").localDatacenter("dc1").contactPoint(closed);
    rows(table.credentials("me", canaries.next()));
    rows(table.credentials("me", canaries.next()).localDatacenter("other"));
    rows(table.credentials("me", canaries.next()).contactPoint("not a host"));
    rows(table.credentials("me", "\"" + canaries.next() + "\n}").columnType("age", "nothing"));
    for (Map<String, String> options :
        List.of(
            Map.of("advanced.auth-provider.class", "None", "advanced.auth-provider.password", "%s"),
            Map.of("advanced.auth-provider", "{ class = PlainTextAuthProvider, password = %s"),
            Map.of("advanced.auth-provider", "{ username = me, password = \"%s } "),
            Map.of("advanced.auth-provider", "{ password = [%s }"),
            Map.of(
                "advanced.ssl-engine-factory.class",
                "DefaultSslEngineFactory",
                "advanced.ssl-engine-factory.keystore-path",
                "/nowhere",
                "advanced.ssl-engine-factory.keystore-password",
                "%s"))) {
      Map<String, String> filled = new HashMap<>();
      options.forEach((name, value) -> filled.put(name, value.formatted(canaries.next())));
      rows(table.driverConfig(filled));
    }
    int number = 0;
    for (String text :
        List.of(
            "advanced.auth-provider { password = \"%s }",
            "advanced.auth-provider { password = %s : }",
            "advanced.auth-provider { class = None, password = %s }",
            "advanced.auth-provider { password : ${%s} }",
            "advanced.auth-provider { password = @%s }",
            "advanced.auth-provider { password = \"\\x%s\" }",
            "advanced.auth-provider.password %s")) {
      Path file = folder.resolve("driver-" + number++ + ".conf");
      Files.writeString(file, "datastax-java-driver." + text.formatted(canaries.next()) + "\n");
      rows(table.driverConfig(file));
    }
  }

  private void rows(RowTarget target) {
    stores.add(new Store(target, () -> target.open(Users.recordType().schema()).close()));
  }

  private void kafka() {
    for (Map<String, String> security :
        List.of(
            sasl(JAAS + "\"%s\";"),
            sasl(JAAS + "\"%s\""),
            sasl(JAAS + "%s extra;"),
            sasl(JAAS + "\"%s;"),
            sasl("no.such.Module required password=\"%s\";"),
            sasl("password=%s"),
            sasl("org.apache.kafka.common.security.plain.PlainLoginModule %s password=\"x\";"),
            Map.of("security.protocol", "SASL_WRONG", "sasl.jaas.config", JAAS + "\"%s\";"),
            Map.of(
                "security.protocol",
                "SSL",
                "ssl.keystore.password",
                "%s",
                "ssl.keystore.location",
                "/nowhere"),
            Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.password",
                "%s",
                "ssl.truststore.location",
                "/nowhere"),
            Map.of(
                "security.protocol",
                "SSL",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.key",
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----",
                "ssl.keystore.certificate.chain",
                "none"),
            Map.of(
                "security.protocol",
                "SSL",
                "ssl.key.password",
                "%s",
                "ssl.keystore.type",
                "nothing",
                "ssl.keystore.location",
                "/nowhere"))) {
      KafkaTopic topic =
          KafkaTopic.named("secrets")
              .bootstrapServers(closed)
              .property("default.api.timeout.ms", "400")
              .property("request.timeout.ms", "300")
              .property("max.block.ms", "400")
              .properties(filled(security));
      KafkaSource source = KafkaSource.of(topic).group("secrets");
      stores.add(new Store(source, () -> source.open().close()));
      DeadLetterTopic letters =
          DeadLetterTopic.named("letters").bootstrapServers(closed).properties(topic.properties());
      stores.add(new Store(letters, () -> letters.open().close()));
    }
  }

  private Map<String, String> filled(Map<String, String> settings) {
    Map<String, String> filled = new HashMap<>();
    settings.forEach((name, value) -> filled.put(name, value.replace("%s", canaries.next())));
    return filled;
  }

  private static Map<String, String> sasl(String jaas) {
    return Map.of(
        "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", jaas);
  }
}
