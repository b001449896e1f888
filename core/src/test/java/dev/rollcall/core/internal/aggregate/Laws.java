package dev.rollcall.core.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.accumulator.RowPlace;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowingConsumer;

/**
 * The laws of a measure, checked on random rows: however they are ordered, split, merged with
 * empties and stored in between, bytes and result are those of adding them one by one; the result
 * is the one a plain recount gives.
 */
public final class Laws {

  private static final int TRIALS = 8;

  /** Different events among the rows: few, as many as are kept, more. */
  private static final int[] EVENTS = {1, 20, 900, 1_024, 1_100, 5_000};

  private static final int[] SIZES = {0, 1, 2, 40, 900, 4_000};

  private final UnaryOperator<AggregationBuilder> declaration;
  private final Column column;
  private final Function<Random, Object> values;
  private final Function<List<Placed>, ThrowingConsumer<Object>> recount;

  /** A row of id, x and event, and where it stands. */
  record Placed(Row row, RowPlace place) {}

  /** The place of a test's row. */
  public record At(SourcePartition partition, long offset, int ordinal) implements RowPlace {}

  /** What a plain recount says of the rows' non-null values. */
  public interface Recount {
    /** What the result must satisfy. */
    ThrowingConsumer<Object> of(List<Object> values, int rows);
  }

  /** The measure must be named "m" and be over a column named "x". */
  public Laws(
      UnaryOperator<AggregationBuilder> declaration,
      Column column,
      Function<Random, Object> values,
      Recount recount) {
    this(
        declaration,
        column,
        values,
        rows ->
            recount.of(
                rows.stream().map(each -> each.row().get(1)).filter(Objects::nonNull).toList(),
                rows.size()));
  }

  /** Also with a column "event", in which rows have the same value or null. */
  Laws(
      UnaryOperator<AggregationBuilder> declaration,
      Column column,
      Function<Random, Object> values,
      Function<List<Placed>, ThrowingConsumer<Object>> recount) {
    this.declaration = declaration;
    this.column = column;
    this.values = values;
    this.recount = recount;
  }

  public static Recount equalTo(Function<List<Object>, Object> plain) {
    return (present, rows) -> result -> assertThat(result).isEqualTo(plain.apply(present));
  }

  /** Fails with the seed in its message. */
  public void hold(long seed) {
    try {
      hold(new Random(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("with seed " + seed + ": " + e, e);
    }
  }

  private void hold(Random random) {
    Schema schema =
        Schema.of(
            List.of(
                Column.of("id", ColumnType.STRING), column, Column.of("event", ColumnType.STRING)),
            "id");
    Aggregator aggregator =
        Aggregator.of(declaration.apply(Aggregation.named("laws")).build(), "pipeline", schema);
    for (int size : SIZES) {
      List<Placed> rows = rows(schema, size, random);
      Accumulators oneByOne = aggregator.create();
      rows.forEach(each -> oneByOne.add(each.row(), each.place()));
      byte[] bytes = bytes(oneByOne);
      Object result = result(aggregator, oneByOne);

      assertThat(result(aggregator, oneByOne)).as("finishing twice").isEqualTo(result);
      assertThat(bytes(oneByOne)).as("encoding twice").isEqualTo(bytes);
      assertThat(oneByOne.isEmpty())
          .as("empty")
          .isEqualTo(Arrays.equals(bytes, bytes(aggregator.create())));
      assertThat(result).as("recount").satisfies(recount.apply(rows));
      for (int trial = 0; trial < TRIALS; trial++) {
        Accumulators merged = shardAndMerge(aggregator, rows, random);
        assertThat(bytes(merged)).as("bytes of %d rows", size).isEqualTo(bytes);
        assertThat(result(aggregator, merged)).as("result of %d rows", size).isEqualTo(result);
      }
    }
  }

  private List<Placed> rows(Schema schema, int size, Random random) {
    int events = EVENTS[random.nextInt(EVENTS.length)];
    List<Placed> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Object value = random.nextInt(10) == 0 ? null : values.apply(random);
      String event = random.nextInt(10) == 0 ? null : "e" + random.nextInt(events);
      SourcePartition partition =
          new SourcePartition("topic" + random.nextInt(2), random.nextInt(3));
      rows.add(
          new Placed(
              Row.of(schema, "id-" + i, value, event), new At(partition, random.nextInt(50), i)));
    }
    return rows;
  }

  private static Accumulators shardAndMerge(
      Aggregator aggregator, List<Placed> rows, Random random) {
    List<Placed> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    List<Accumulators> shards = new ArrayList<>();
    int count = 1 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      shards.add(aggregator.create());
    }
    // the square leaves some shards small or empty
    shuffled.forEach(
        each ->
            shards.get(random.nextInt(1 + random.nextInt(count))).add(each.row(), each.place()));
    shards.add(random.nextInt(shards.size() + 1), aggregator.create());
    while (shards.size() > 1) {
      Accumulators from = shards.remove(random.nextInt(shards.size()));
      int at = random.nextInt(shards.size());
      Accumulators into =
          random.nextBoolean() ? stored(aggregator, shards.get(at)) : shards.get(at);
      byte[] before = bytes(from);
      into.merge(from);
      assertThat(bytes(from)).as("the merged one stays as it is").isEqualTo(before);
      shards.set(at, into);
    }
    return shards.get(0);
  }

  /** Written and read back. */
  public static Accumulators stored(Aggregator aggregator, Accumulators state) {
    return AggregateDocument.decode(bytes(state), aggregator).accumulators();
  }

  /** Of a measure of ages, of which no, one or a few different ones are merged with as few. */
  public static void fewAgesHaveTheSameBytesHoweverTheyCome(Aggregator aggregator) {
    for (int left = 0; left < 6; left++) {
      for (int right = 0; right < 6; right++) {
        for (int different = 1; different <= 4; different++) {
          int values = different;
          int from = left;
          int last = left + right - 1;
          Accumulators merged = Fixtures.ages(aggregator, left, i -> i % values);
          Accumulators other = Fixtures.ages(aggregator, right, i -> (from + i) % values);
          byte[] before = bytes(other);
          merged.merge(other);
          Accumulators one = Fixtures.ages(aggregator, left + right, i -> (last - i) % values);

          assertThat(bytes(merged)).isEqualTo(bytes(one));
          assertThat(bytes(other)).as("the other stays as it is").isEqualTo(before);
        }
      }
    }
  }

  public static byte[] bytes(Accumulators state) {
    return new AggregateDocument("pipeline", 1, "fingerprint", new TreeMap<>(), state).encode();
  }

  private static Object result(Aggregator aggregator, Accumulators state) {
    AggregateKey key = new AggregateKey("pipeline", "laws", List.of(), (Instant) null);
    Map<String, Object> result = aggregator.result(key, state);
    return result.get("m");
  }
}
