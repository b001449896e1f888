package dev.rollcall.kafka;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.internal.setting.ClientSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes topics that are read together, by their names or by a pattern, without a connection.
 * Immutable, threadsafe; every method that takes an argument returns a changed copy.
 *
 * <pre>{@code
 * KafkaTopicSet.named("orders-eu", "orders-us").bootstrapServers("broker-1:9092");
 * KafkaTopicSet.matching("orders-.*").except("orders-test");
 * }</pre>
 *
 * <p>A topic that matches a pattern and is made later joins a run that is going on, and is read
 * from its beginning. Rollcall's own topics are never among those that match: names that begin with
 * {@code rollcall.}, and the dead letters of the pipeline that reads. A topic that holds the dead
 * letters of another pipeline ends the run at the first of them, before it is processed: name it in
 * {@link #except}.
 *
 * @param topics those that are named, on one cluster, with the same settings; empty for a pattern
 * @param pattern a regular expression of {@link Pattern} that whole names match; null for names
 * @param except names that are left out although they match
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties settings of the Kafka clients, passed through untouched
 */
public record KafkaTopicSet(
    List<KafkaTopic> topics,
    @Nullable String pattern,
    Set<String> except,
    String bootstrapServers,
    Map<String, String> properties)
    implements Serializable {

  private static final String OWN = "rollcall.";

  /** Headers that letters have, and the payloads beside them, in whatever form. */
  private static final List<String> OF_LETTERS = List.of("rollcall.form", "rollcall.sha256");

  /**
   * Checks and copies.
   *
   * @throws ConfigurationException with all problems at once
   */
  public KafkaTopicSet {
    topics = List.copyOf(topics);
    except = Set.copyOf(except);
    properties = Map.copyOf(properties);
    List<String> problems = new ArrayList<>();
    List<String> names = topics.stream().map(KafkaTopic::name).toList();
    if (pattern == null ? topics.isEmpty() : !topics.isEmpty()) {
      problems.add("got neither or both, expected names or a pattern");
    }
    if (Set.copyOf(names).size() < names.size()) {
      problems.add("a topic is named twice: " + names);
    }
    if (pattern == null && !except.isEmpty()) {
      problems.add("except is of a pattern: of topics that are named, name the others alone");
    }
    if (topics.size() > 1 && topics.stream().anyMatch(topic -> topic.sourceId() != null)) {
      problems.add("sourceId names one source, got several topics; leave it out");
    }
    if (pattern != null) {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        problems.add("pattern '" + pattern + "': " + e.getDescription());
      }
      try {
        // settings and servers are checked as those of each topic
        new KafkaTopic("any", bootstrapServers, properties, null).name();
      } catch (ConfigurationException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("Kafka topics", problems);
    }
  }

  /** One topic, with its servers, settings and source id. */
  public static KafkaTopicSet of(KafkaTopic topic) {
    return new KafkaTopicSet(
        List.of(topic), null, Set.of(), topic.bootstrapServers(), topic.properties());
  }

  /** The topics of these names at {@value KafkaTopic#DEFAULT_SERVERS}; all must exist. */
  public static KafkaTopicSet named(String first, String... others) {
    return new KafkaTopicSet(
        Stream.concat(Stream.of(first), Stream.of(others)).map(KafkaTopic::named).toList(),
        null,
        Set.of(),
        KafkaTopic.DEFAULT_SERVERS,
        Map.of());
  }

  /**
   * All topics at {@value KafkaTopic#DEFAULT_SERVERS} whose whole name matches, now and later;
   * there need be none yet.
   */
  public static KafkaTopicSet matching(String pattern) {
    return new KafkaTopicSet(List.of(), pattern, Set.of(), KafkaTopic.DEFAULT_SERVERS, Map.of());
  }

  /** Leaves topics out that the pattern matches. */
  public KafkaTopicSet except(String... names) {
    Set<String> all = new TreeSet<>(except);
    all.addAll(List.of(names));
    return new KafkaTopicSet(topics, pattern, all, bootstrapServers, properties);
  }

  /** Sets the servers: {@code host:port}, comma-separated. */
  public KafkaTopicSet bootstrapServers(String servers) {
    return new KafkaTopicSet(
        topics.stream().map(topic -> topic.bootstrapServers(servers)).toList(),
        pattern,
        except,
        servers,
        properties);
  }

  /** Adds a setting of the Kafka clients (security, time-outs, sizes). */
  public KafkaTopicSet property(String key, String value) {
    return properties(Map.of(key, value));
  }

  /** Adds settings of the Kafka clients; replaces those of the same name. */
  public KafkaTopicSet properties(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(properties);
    all.putAll(more);
    return new KafkaTopicSet(
        topics.stream().map(topic -> topic.properties(more)).toList(),
        pattern,
        except,
        bootstrapServers,
        all);
  }

  /** Leaves out the topics among these targets, which a pipeline writes: {@code kafka:letters}. */
  public KafkaTopicSet without(Set<String> targets) {
    String[] written =
        targets.stream()
            .filter(target -> target.startsWith("kafka:"))
            .map(target -> target.substring("kafka:".length()))
            .toArray(String[]::new);
    return pattern == null ? this : except(written);
  }

  /**
   * The regular expression of the names that are read: without Rollcall's own, and the excepted.
   */
  public String expression() {
    String excluded =
        Stream.concat(
                Stream.of(Pattern.quote(OWN) + ".*"), except.stream().sorted().map(Pattern::quote))
            .collect(Collectors.joining("|"));
    return "^(?!(?:" + excluded + ")$)(?:" + pattern + ")$";
  }

  /** Whether the topic of this name is read. */
  public boolean includes(String name) {
    return pattern == null
        ? topics.stream().anyMatch(topic -> topic.name().equals(name))
        : Pattern.matches(expression(), name);
  }

  /** The topic of this name, with these servers and settings. */
  public KafkaTopic topic(String name) {
    return topics.stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseGet(() -> new KafkaTopic(name, bootstrapServers, properties, null));
  }

  /** {@code orders}, {@code orders,refunds} or {@code /orders-.*}{@code /}. */
  public String name() {
    return pattern == null
        ? topics.stream().map(KafkaTopic::name).collect(Collectors.joining(","))
        : "/" + pattern + "/";
  }

  /** For messages: {@code topics orders,refunds at localhost:9092}. */
  public String place() {
    return topics.size() == 1
        ? topics.get(0).place()
        : "topics " + name() + " at " + bootstrapServers;
  }

  /**
   * Refuses a message that is a dead letter, or belongs to one, of a topic that a pattern found: it
   * would be read as if it were a record, and make dead letters in turn.
   *
   * @throws FatalException if it is one
   */
  public void requireForeign(SourceRecord record) {
    if (pattern != null
        && record.headers().stream().anyMatch(header -> OF_LETTERS.contains(header.name()))) {
      throw new FatalException(
          "%s: the topic holds dead letters of Rollcall, and matches '%s': leave it out, .except(\"%s\"), or take a pattern that it does not match; nothing of it was processed"
              .formatted(record.position(), pattern, record.source()));
    }
  }

  /** Secret settings print as {@code [hidden]}. */
  @Override
  public String toString() {
    return "KafkaTopicSet[%s at %s%s%s]"
        .formatted(
            name(),
            bootstrapServers,
            except.isEmpty() ? "" : " except " + new TreeSet<>(except),
            properties.isEmpty() ? "" : ", " + ClientSettings.masked(properties));
  }
}
