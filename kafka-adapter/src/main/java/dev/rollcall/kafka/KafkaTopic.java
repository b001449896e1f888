package dev.rollcall.kafka;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.kafka.internal.setting.SecretSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic and how to reach it: a description, no connection. Immutable, threadsafe; every method
 * that takes an argument returns a changed copy.
 *
 * <pre>{@code
 * KafkaTopic users = KafkaTopic.named("users").bootstrapServers("broker-1:9093")
 *     .property("security.protocol", "SASL_SSL");
 * }</pre>
 *
 * @param name the topic's name
 * @param bootstrapServers {@code host:port}, comma-separated; {@value #DEFAULT_SERVERS} unless told
 * @param properties settings of the Kafka clients, passed through untouched
 * @param sourceId what names the source instead of the topic's id, or null
 */
public record KafkaTopic(
    String name, String bootstrapServers, Map<String, String> properties, @Nullable String sourceId)
    implements Serializable {

  /** The servers unless told: {@value}. */
  public static final String DEFAULT_SERVERS = "localhost:9092";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** What the guarantees rest on and is therefore set here, with the reason. */
  private static final Map<String, String> OURS =
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
   * @throws ConfigurationException with all faults at once
   */
  public KafkaTopic {
    List<String> faults = new ArrayList<>();
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      faults.add("name: got '" + name + "', expected 1 to 249 of a-z A-Z 0-9 . _ -");
    }
    if (bootstrapServers.isBlank()) {
      faults.add("bootstrapServers: got nothing, expected host:port, comma-separated");
    }
    if (sourceId != null && sourceId.isBlank()) {
      faults.add("sourceId: got nothing, expected a name that no other source has");
    }
    for (String property : new TreeMap<>(properties).keySet()) {
      String reason = OURS.get(property);
      if (reason != null) {
        faults.add("property '" + property + "' cannot be set: " + reason);
      }
    }
    if (!faults.isEmpty()) {
      throw ConfigurationException.of("Kafka topic '" + name + "'", faults);
    }
    properties = Map.copyOf(properties);
  }

  /** The topic of this name at {@value #DEFAULT_SERVERS}. */
  public static KafkaTopic named(String name) {
    return new KafkaTopic(name, DEFAULT_SERVERS, Map.of(), null);
  }

  /** With these servers: {@code host:port}, comma-separated. */
  public KafkaTopic bootstrapServers(String servers) {
    return new KafkaTopic(name, servers, properties, sourceId);
  }

  /** With one more setting of the Kafka clients (security, time-outs, sizes). */
  public KafkaTopic property(String key, String value) {
    return properties(Map.of(key, value));
  }

  /** With more settings of the Kafka clients; those of the same name are replaced. */
  public KafkaTopic properties(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(properties);
    all.putAll(more);
    return new KafkaTopic(name, bootstrapServers, all, sourceId);
  }

  /**
   * With a name for the source in place of the topic's id: for brokers that give topics no id, and
   * for a topic that is the mirror or the restored copy of another and keeps its offsets.
   */
  public KafkaTopic sourceId(String id) {
    return new KafkaTopic(name, bootstrapServers, properties, id);
  }

  /** Another topic on the same servers, with the same settings. */
  public KafkaTopic sibling(String otherName) {
    return new KafkaTopic(otherName, bootstrapServers, properties, null);
  }

  /** For messages: {@code topic users at localhost:9092}. */
  public String place() {
    return "topic " + name + " at " + bootstrapServers;
  }

  /** All but secret settings, which print as {@code [hidden]}. */
  @Override
  public String toString() {
    return "KafkaTopic["
        + name
        + " at "
        + bootstrapServers
        + (sourceId == null ? "" : ", sourceId=" + sourceId)
        + (properties.isEmpty() ? "" : ", " + SecretSettings.masked(properties))
        + "]";
  }
}
