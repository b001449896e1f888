package dev.rollcall.core.pipeline;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.user.Users;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Documents that the version before declared readings wrote, in former-documents.tsv: of the first
 * three users, two shop events and two readings of the topics below.
 */
class FormerDocumentsTest {

  private static final Map<String, AggregateStore.Stored> DOCUMENTS = new ConcurrentHashMap<>();
  private static final Map<String, AggregateStore.Write> WRITTEN = new ConcurrentHashMap<>();

  @BeforeEach
  void stored() {
    DOCUMENTS.clear();
    WRITTEN.clear();
    try (InputStream file = getClass().getResourceAsStream("former-documents.tsv")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .map(line -> line.split("\t"))
          .forEach(
              part ->
                  DOCUMENTS.put(
                      part[1],
                      new AggregateStore.Stored(HexFormat.of().parseHex(part[2]), "former")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thoseOfUsersGoOnWithTheFormerKeysAndStopWithOthers() {
    AggregationBuilder byNat =
        Aggregation.named("by_nat").groupBy("nationality").count().distinct("user_id").mean("age");
    String[] users = {
      "{}",
      "{}",
      "{}",
      "{\"email\":\"a@x\",\"nat\":\"DE\",\"age\":45}",
      "{\"id\":\"d\",\"nat\":\"DE\",\"age\":40}"
    };
    run("users-by-nat", Users.recordType(Users.Key.ACCOUNT), byNat, users);
    Map<String, Object> germany = result("[\"users-by-nat\",\"by_nat\",\"DE\"]");
    assertThat(germany)
        .containsEntry("count", 4L)
        .containsEntry("distinct_user_id", 3L)
        .containsEntry("mean_age", new BigDecimal("40.000000"));
    assertThatThrownBy(() -> run("users-by-nat", Users.recordType(), byNat, users))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("go back to the definition that wrote it, or raise");
  }

  @Test
  void thoseOfShopEventsGoOn() {
    run(
        "shop-per-day",
        CommerceEvents.recordType(),
        Aggregation.named("per_day").groupBy("day").count().sum("revenue"),
        "{}",
        "{}",
        "{\"event_time\":\"2019-10-01 09:00:00 UTC\",\"event_type\":\"purchase\",\"product_id\":2,\"price\":\"1.80\",\"user_id\":8}");
    assertThat(result("[\"shop-per-day\",\"per_day\",\"2019-10-01\"]"))
        .containsEntry("count", 3L)
        .containsEntry("sum_revenue", new BigDecimal("35.00"));
  }

  @Test
  void thoseOfAnOwnTypeGoOnWhenItSaysWhatWasGuessedAndStopWhenThatChanges() {
    String[] readings = {"{}", "{\"readings\":[{\"id\":3,\"at\":1569888600,\"v\":5}]}"};
    run("own-per-hour", reading(t -> t.epoch(EpochUnit.SECONDS)), perHour(), readings);
    assertThat(result("[\"own-per-hour\",\"per_hour\",{\"window\":\"2019-10-01T00:00:00Z\"}]"))
        .containsEntry("count", 3L)
        .hasEntrySatisfying("sum_value", sum -> assertThat(sum).hasToString("12"));
    WRITTEN.forEach(
        (id, write) ->
            DOCUMENTS.put(id, new AggregateStore.Stored(write.state(), write.newRevision())));
    assertThatThrownBy(
            () ->
                run(
                    "own-per-hour",
                    reading(t -> t.epoch(EpochUnit.MILLIS)),
                    perHour(),
                    "{}",
                    "{}",
                    "{\"readings\":[{\"id\":4,\"at\":1569888600000,\"v\":5}]}"))
        .isInstanceOf(ConfigurationException.class);
  }

  private static AggregationBuilder perHour() {
    return Aggregation.named("per_hour").tumbling(Duration.ofHours(1), "at").count().sum("value");
  }

  private static RecordType reading(UnaryOperator<RecordTypeBuilder> times) {
    RecordTypeBuilder type =
        RecordType.named("reading")
            .key("id")
            .envelope("readings")
            .column("id", STRING)
            .from("id")
            .column("at", TIMESTAMP)
            .from("at");
    return times.apply(type).column("value", INT64).from("v").build();
  }

  private static Map<String, Object> result(String id) {
    return new HashMap<>(Objects.requireNonNull(WRITTEN.get(id), id).result());
  }

  private static void run(
      String name, RecordType type, AggregationBuilder aggregation, String... records) {
    Pipeline pipeline =
        Pipeline.named(name)
            .records(type)
            .aggregate(aggregation)
            .into(new Former())
            .onError(ErrorPolicy.deadLetter())
            .deadLetters(InMemoryDeadLetters.named(name))
            .build();
    InMemorySource source = InMemorySource.named(name + "-topic", 1);
    for (String record : records) {
      source.add(0, record);
    }
    PipelineRunner.runUntilCaughtUp(pipeline, source);
  }

  /** A store that holds what the file has. */
  private record Former() implements AggregateTarget {
    @Override
    public String name() {
      return "former";
    }

    @Override
    public SinkPlan plan(List<Aggregation.Table> tables) {
      return new SinkPlan(name(), "of a test", List.of(), List.of());
    }

    @Override
    public AggregateStore open(List<Aggregation.Table> tables) {
      return new AggregateStore() {
        @Override
        public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
          Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
          for (AggregateKey key : keys) {
            AggregateStore.Stored stored = DOCUMENTS.get(key.id());
            if (stored != null) {
              found.put(key, stored);
            }
          }
          return found;
        }

        @Override
        public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
          writes.forEach(write -> WRITTEN.put(write.key().id(), write));
          return Set.of();
        }

        @Override
        public void close() {}
      };
    }
  }
}
