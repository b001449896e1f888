package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small world for the tests of the pipeline: guests with an id, a country, an age and an e-mail
 * address, and ports in memory that no other test shares.
 */
public final class Guests {

  public static final RecordType TYPE =
      RecordType.named("guest")
          .envelope("results")
          .key("id")
          .column("id", ColumnType.STRING)
          .from("id")
          .column("country", ColumnType.STRING)
          .from("country")
          .column("age", ColumnType.INT64)
          .from("age")
          .column("email", ColumnType.STRING)
          .from("email")
          .personal()
          .secret("password")
          .build();

  /** Retries without waiting. */
  public static final RetryPolicy AT_ONCE = new RetryPolicy(3, Duration.ZERO, Duration.ZERO);

  public final String name;
  public final InMemorySource source;
  public final InMemoryRows rows;
  public final InMemoryAggregates aggregates;
  public final InMemoryDeadLetters letters;

  public Guests(String name, int partitions) {
    this(name, InMemorySource.named("guests", partitions));
    rows.clear();
    aggregates.clear();
    letters.clear();
  }

  private Guests(String name, InMemorySource source) {
    this.name = name;
    this.source = source;
    this.rows = InMemoryRows.named(name);
    this.aggregates = InMemoryAggregates.named(name);
    this.letters = InMemoryDeadLetters.named(name);
  }

  /** The same stores and a log of the same identity that is empty again. */
  public Guests withLogOf(int partitions) {
    return new Guests(name, InMemorySource.named("guests", partitions));
  }

  /** How many by country, and the sum of their ages. */
  public static AggregationBuilder byCountry() {
    return Aggregation.named("by_country").groupBy("country").count().sum("age");
  }

  /** A definition over the type with a name, and nothing else yet. */
  public static PipelineBuilder definition() {
    return Pipeline.named("guest-list").records(TYPE).retry(AT_ONCE);
  }

  /** The definition with all ports in memory. */
  public PipelineBuilder pipeline() {
    return definition().rows(rows).aggregate(byCountry()).into(aggregates).deadLetters(letters);
  }

  public static String guest(String id, String country, int age) {
    return "{\"id\":\"%s\",\"country\":\"%s\",\"age\":%d,\"email\":\"%s@example.org\",\"password\":\"hunter2\"}"
        .formatted(id, country, age, id);
  }

  public static String envelope(String... guests) {
    return "{\"results\":[" + String.join(",", guests) + "]}";
  }

  /** The result of a country, or null. */
  @Nullable Map<String, @Nullable Object> result(String country) {
    return aggregates.results("by_country").stream()
        .filter(result -> country.equals(result.get("country")))
        .findFirst()
        .orElse(null);
  }

  /** The count of a country; -1 if there is no document. */
  public long count(String country) {
    Map<String, @Nullable Object> result = result(country);
    return result == null || !(result.get("count") instanceof Long count) ? -1 : count;
  }
}
