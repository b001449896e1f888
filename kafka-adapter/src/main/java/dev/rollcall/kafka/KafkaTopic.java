package dev.rollcall.kafka;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.kafka.internal.setting.ClientSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes a topic and how to reach it, without a connection. Immutable, threadsafe; every method
 * that takes an argument returns a changed copy.
 *
 * <pre>{@code
 * KafkaTopic users = KafkaTopic.named("users").bootstrapServers("broker-1:9093")
 *     .property("security.protocol", "SASL_SSL");
 * }</pre>
 *
 * @param name the topic's name
 * @param bootstrapServers {@code host:port}, comma-separated; {@value #DEFAULT_SERVERS} by default
 * @param properties settings of the Kafka clients, passed through untouched
 * @param sourceId the name of the source in place of the topic's id, or null
 */
public record KafkaTopic(
    String name, String bootstrapServers, Map<String, String> properties, @Nullable String sourceId)
    implements Serializable {

  /** The default servers: {@value}. */
  public static final String DEFAULT_SERVERS = "localhost:9092";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Settings that the guarantees rest on, which Rollcall sets itself, each with the reason. */
  private static final Map<String, String> RESERVED =
      Map.of(
          "bootstrap.servers", "call bootstrapServers(…) instead",
          "transactional.id", "it is made of the load's id",
          "enable.idempotence", "it is always on",
          "acks", "it is always 'all'",
          "isolation.level", "it is always 'read_committed'",
          "enable.auto.commit", "it is always off",
          "key.serializer", "messages are bytes",
          "value.serializer", "messages are bytes",
          "key.deserializer", "messages are bytes",
          "value.deserializer", "messages are bytes");

  /**
   * Checks and copies.
   *
   * @throws ConfigurationException with all problems at once
   */
  public KafkaTopic {
    List<String> problems = new ArrayList<>();
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      problems.add("name: got '" + name + "', expected 1 to 249 of a-z A-Z 0-9 . _ -");
    }
    if (bootstrapServers.isBlank()) {
      problems.add("bootstrapServers: got nothing, expected host:port, comma-separated");
    }
    if (sourceId != null && sourceId.isBlank()) {
      problems.add("sourceId: got nothing, expected a name that no other source has");
    }
    problems.addAll(ClientSettings.problems(properties, RESERVED));
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("Kafka topic '" + name + "'", problems);
    }
    properties = Map.copyOf(properties);
  }

  /** Describes the topic of this name at {@value #DEFAULT_SERVERS}. */
  public static KafkaTopic named(String name) {
    return new KafkaTopic(name, DEFAULT_SERVERS, Map.of(), null);
  }

  /** Sets the servers: {@code host:port}, comma-separated. */
  public KafkaTopic bootstrapServers(String servers) {
    return new KafkaTopic(name, servers, properties, sourceId);
  }

  /** Adds a setting of the Kafka clients (security, time-outs, sizes). */
  public KafkaTopic property(String key, String value) {
    return properties(Map.of(key, value));
  }

  /** Adds settings of the Kafka clients; replaces those of the same name. */
  public KafkaTopic properties(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(properties);
    all.putAll(more);
    return new KafkaTopic(name, bootstrapServers, all, sourceId);
  }

  /**
   * Names the source in place of the topic's id: for brokers that give topics no id, and for a
   * topic that is a mirror or a restored copy of another and keeps its offsets.
   */
  public KafkaTopic sourceId(String id) {
    return new KafkaTopic(name, bootstrapServers, properties, id);
  }

  /** Describes another topic on the same servers, with the same settings. */
  public KafkaTopic sibling(String otherName) {
    return new KafkaTopic(otherName, bootstrapServers, properties, null);
  }

  /** For messages: {@code topic users at localhost:9092}. */
  public String place() {
    return "topic " + name + " at " + bootstrapServers;
  }

  /** Secret settings print as {@code [hidden]}. */
  @Override
  public String toString() {
    return "KafkaTopic[%s at %s%s%s]"
        .formatted(
            name,
            bootstrapServers,
            sourceId == null ? "" : ", sourceId=" + sourceId,
            properties.isEmpty() ? "" : ", " + ClientSettings.masked(properties));
  }
}
