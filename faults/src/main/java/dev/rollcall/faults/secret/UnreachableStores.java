package dev.rollcall.faults.secret;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.mongo.MongoRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Descriptions of real stores that cannot be reached or are wrong, with canaries for secrets: those
 * of {@code store-settings.json} and some more. Not threadsafe.
 */
record UnreachableStores(Canaries canaries, String closed, Path folder, List<Store> stores) {

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

  /** The file {@code store-settings.json}. */
  private record Settings(
      List<String> mongo,
      List<Map<String, String>> cassandraOptions,
      List<String> cassandraFiles,
      List<Map<String, String>> kafkaSettings) {}

  static List<Store> all(
      Canaries canaries, int closedPort, Path folder, List<Aggregation.Table> tables)
      throws IOException {
    UnreachableStores all =
        new UnreachableStores(canaries, "127.0.0.1:" + closedPort, folder, new ArrayList<>());
    try (InputStream json = UnreachableStores.class.getResourceAsStream("store-settings.json")) {
      Settings settings = new ObjectMapper().readValue(json, Settings.class);
      settings.mongo.forEach(uri -> all.mongo(all.filled(uri), tables));
      all.cassandra(settings);
      settings.kafkaSettings.forEach(all::kafka);
    }
    return all.stores;
  }

  private String filled(String template) {
    String text = template.replace("{closed}", closed);
    return text.contains("{canary}") ? text.replace("{canary}", canaries.next()) : text;
  }

  private Map<String, String> filled(Map<String, String> settings) {
    Map<String, String> filled = new HashMap<>();
    settings.forEach((name, value) -> filled.put(name, filled(value)));
    return filled;
  }

  private void mongo(String secret, List<Aggregation.Table> tables) {
    MongoAggregates aggregates = MongoAggregates.database("secrets").connectionString(secret);
    stores.add(new Store(aggregates, () -> aggregates.open(tables).load(List.of())));
    rows(MongoRows.database("secrets").collection("users").connectionString(secret));
  }

  private void cassandra(Settings settings) throws IOException {
    CassandraTable table =
        CassandraTable.in("secrets").named("users").localDatacenter("dc1").contactPoint(closed);
    rows(table.credentials("me", canaries.next()));
    rows(table.credentials("me", canaries.next()).localDatacenter("other"));
    rows(table.credentials("me", canaries.next()).contactPoint("not a host"));
    rows(table.credentials("me", "\"" + canaries.next() + "\n}").columnType("age", "nothing"));
    settings.cassandraOptions.forEach(options -> rows(table.driverConfig(filled(options))));
    int number = 0;
    for (String text : settings.cassandraFiles) {
      Path file = folder.resolve("driver-" + number++ + ".conf");
      Files.writeString(file, "datastax-java-driver." + filled(text) + "\n");
      rows(table.driverConfig(file));
    }
  }

  private void rows(RowTarget target) {
    stores.add(
        new Store(
            target,
            () ->
                target
                    .open(
                        Users.recordType().schema(), new DefinitionRegistry.Entry("unreachable", 1))
                    .close()));
  }

  private void kafka(Map<String, String> security) {
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
