package dev.rollcall.core.internal.aggregate;

import static dev.rollcall.core.internal.aggregate.Laws.equalTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class MeasureLawsTest {

  /** {@code -Drollcall.laws.seed=N} repeats a run that failed with the random seed N. */
  private static final String SEED = "rollcall.laws.seed";

  private static final long[] FIXED_SEEDS = {1, 2, 20_240_229};

  private final Map<String, Laws> laws = new LinkedHashMap<>();

  private static final Column AGE = Column.of("x", ColumnType.INT64);
  private static final Column PRICE = Column.decimal("x", 38, 2);
  private static final Column REAL = Column.of("x", ColumnType.FLOAT64);
  private static final Column TEXT = Column.of("x", ColumnType.STRING);
  private static final Column MOMENT = Column.of("x", ColumnType.TIMESTAMP);
  private static final Column DAY = Column.of("x", ColumnType.DATE);
  private static final Column ID = Column.of("x", ColumnType.UUID);
  private static final Column FLAG = Column.of("x", ColumnType.BOOLEAN);
  private static final Column BYTES = Column.of("x", ColumnType.BYTES);
  private static final Column JSON = Column.of("x", ColumnType.JSON);

  /** Each new measure is one line. */
  private void declare() {
    law(
        "count",
        b -> b.count(),
        AGE,
        Values::age,
        (v, n) -> r -> assertThat(r).isEqualTo((long) n));
    law("count where", b -> b.count().where(seven()), AGE, Values::age, equalTo(v -> sevens(v)));
    law("sum INT64", b -> b.sum("x"), AGE, Values::wholeNumber, equalTo(v -> sum(v, 0)));
    law("sum DECIMAL", b -> b.sum("x"), PRICE, Values::decimal, equalTo(v -> sum(v, 2)));
    law("mean INT64", b -> b.mean("x"), AGE, Values::wholeNumber, equalTo(v -> mean(v, 6)));
    law(
        "mean DECIMAL",
        b -> b.mean("x").scale(3),
        PRICE,
        Values::decimal,
        equalTo(v -> mean(v, 3)));
    law("min INT64", b -> b.min("x"), AGE, Values::wholeNumber, equalTo(v -> extreme(v, -1)));
    law("max INT64", b -> b.max("x"), AGE, Values::wholeNumber, equalTo(v -> extreme(v, 1)));
    law("min DECIMAL", b -> b.min("x"), PRICE, Values::decimal, equalTo(v -> extreme(v, -1)));
    law("max DECIMAL", b -> b.max("x"), PRICE, Values::decimal, equalTo(v -> extreme(v, 1)));
    law("min FLOAT64", b -> b.min("x"), REAL, Values::real, equalTo(v -> extreme(v, -1)));
    law("max FLOAT64", b -> b.max("x"), REAL, Values::real, equalTo(v -> extreme(v, 1)));
    law("min of zeros", b -> b.min("x"), REAL, r -> zero(r), equalTo(v -> extreme(v, -1)));
    law("min STRING", b -> b.min("x"), TEXT, Values::text, equalTo(v -> extreme(v, -1)));
    law("max STRING", b -> b.max("x"), TEXT, Values::text, equalTo(v -> extreme(v, 1)));
    law("min TIMESTAMP", b -> b.min("x"), MOMENT, Values::moment, equalTo(v -> extreme(v, -1)));
    law("max TIMESTAMP", b -> b.max("x"), MOMENT, Values::moment, equalTo(v -> extreme(v, 1)));
    law("min DATE", b -> b.min("x"), DAY, Values::day, equalTo(v -> extreme(v, -1)));
    law("max DATE", b -> b.max("x"), DAY, Values::day, equalTo(v -> extreme(v, 1)));
    law("distinct INT64", b -> b.distinct("x"), AGE, Values.below(1_500), distinct());
    law("distinct few", b -> b.distinct("x"), AGE, Values::age, distinct());
    law("distinct around 1,024", b -> b.distinct("x"), AGE, Values.below(1_025), distinct());
    law("distinct DECIMAL", b -> b.distinct("x"), PRICE, Values::decimal, distinct());
    law("distinct FLOAT64", b -> b.distinct("x"), REAL, Values::real, distinct());
    law("distinct STRING", b -> b.distinct("x"), TEXT, Values::text, distinct());
    law("distinct JSON", b -> b.distinct("x"), JSON, Values::text, distinct());
    law("distinct BYTES", b -> b.distinct("x"), BYTES, Values::bytes, distinct());
    law("distinct TIMESTAMP", b -> b.distinct("x"), MOMENT, Values::moment, distinct());
    law("distinct DATE", b -> b.distinct("x"), DAY, Values::day, distinct());
    law("distinct UUID", b -> b.distinct("x"), ID, Values::uuid, distinct());
    law("distinct BOOLEAN", b -> b.distinct("x"), FLAG, Values::flag, distinct());
    law("p50 of ages", b -> b.quantiles("x", 0.5), AGE, Values::age, quantile(0.5, 0));
    law("p0 of ages", b -> b.quantiles("x", 0), AGE, Values::age, quantile(0, 0));
    law("p100 of ages", b -> b.quantiles("x", 1), AGE, Values::age, quantile(1, 0));
    law(
        "p95 around 1,024",
        b -> b.quantiles("x", 0.95),
        AGE,
        Values.below(1_026),
        quantile(0.95, 1));
    law("p50 INT64", b -> b.quantiles("x", 0.5), AGE, Values::wholeNumber, quantile(0.5, 1));
    law("p10 INT64", b -> b.quantiles("x", 0.1), AGE, Values::wholeNumber, quantile(0.1, 1));
    law("p99.9 DECIMAL", b -> b.quantiles("x", 0.999), PRICE, Values::decimal, quantile(0.999, 1));
    law("p25 FLOAT64", b -> b.quantiles("x", 0.25), REAL, Values::real, quantile(0.25, 1));
    law("p100 FLOAT64", b -> b.quantiles("x", 1), REAL, Values::real, quantile(1, 1));
    law(
        "ratio",
        b -> b.count().where(seven()).as("s").count().ratio("m", "s", "count"),
        AGE,
        Values::age,
        (v, n) -> r -> assertThat(r).isEqualTo(ratio(sevens(v), n)));
    once("count", b -> b.count(), AGE, Values::age, r -> r == null ? null : (long) r.size());
    once("count where", b -> b.count().where(seven()), AGE, Values::age, r -> sevensOf(r));
    once(
        "sum INT64",
        b -> b.sum("x"),
        AGE,
        Values::wholeNumber,
        r -> r == null ? null : sum(of(r), 0));
    once(
        "sum DECIMAL",
        b -> b.sum("x"),
        PRICE,
        Values::decimal,
        r -> r == null ? null : sum(of(r), 2));
    once("mean", b -> b.mean("x"), AGE, Values::age, r -> r == null ? null : mean(of(r), 6));
    once(
        "ratio",
        b -> b.sum("x").oncePer("event").as("s").count().ratio("m", "s", "count"),
        AGE,
        Values::age,
        null);
  }

  /**
   * Over one row of each event, or null if there are too many, which is what {@code of} is given.
   */
  private void once(
      String name,
      UnaryOperator<AggregationBuilder> measure,
      Column column,
      Function<Random, Object> values,
      Function<List<Laws.Placed>, Object> of) {
    boolean where = name.equals("count where");
    laws.put(
        name + " once",
        new Laws(
            of == null ? measure : b -> measure.apply(b).oncePer("event").as("m"),
            column,
            values,
            rows -> {
              List<Laws.Placed> counted =
                  firsts(where ? rows.stream().filter(r -> isSeven(r)).toList() : rows);
              Object expected =
                  of != null
                      ? of.apply(counted)
                      : counted == null || rows.isEmpty()
                          ? null
                          : sum(of(counted), 0)
                              .divide(BigDecimal.valueOf(rows.size()), 6, RoundingMode.HALF_EVEN);
              return result -> assertThat(result).isEqualTo(expected);
            }));
  }

  /** The row at the smallest place of each event, and those without one; null if too many. */
  private static List<Laws.Placed> firsts(List<Laws.Placed> rows) {
    List<Laws.Placed> counted = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    rows.stream()
        .sorted(
            Comparator.comparing((Laws.Placed each) -> each.place().partition().sourceId())
                .thenComparing(each -> each.place().partition().partition())
                .thenComparing(each -> each.place().offset())
                .thenComparing(each -> each.place().ordinal()))
        .filter(each -> each.row().get(2) == null || seen.add(each.row().get(2)))
        .forEach(counted::add);
    return seen.size() > 1_024 ? null : counted;
  }

  private static List<Object> of(List<Laws.Placed> rows) {
    return rows.stream().map(each -> each.row().get(1)).filter(Objects::nonNull).toList();
  }

  private static boolean isSeven(Laws.Placed row) {
    return Long.valueOf(7).equals(row.row().get(1)) || Long.valueOf(70).equals(row.row().get(1));
  }

  private static Object sevensOf(List<Laws.Placed> rows) {
    return rows == null ? null : (long) rows.size();
  }

  @TestFactory
  Stream<DynamicTest> everyMeasureMergesInAnyOrderToTheSameBytes() {
    declare();
    long random = Long.getLong(SEED, new Random().nextLong());
    return LongStream.concat(LongStream.of(FIXED_SEEDS), LongStream.of(random))
        .boxed()
        .flatMap(
            seed ->
                laws.entrySet().stream()
                    .map(
                        law ->
                            DynamicTest.dynamicTest(
                                law.getKey() + ", seed " + seed, () -> law.getValue().hold(seed))));
  }

  private void law(
      String name,
      UnaryOperator<AggregationBuilder> measure,
      Column column,
      Function<Random, Object> values,
      Laws.Recount recount) {
    boolean named = name.equals("ratio");
    UnaryOperator<AggregationBuilder> asM = named ? measure : b -> measure.apply(b).as("m");
    laws.put(name, new Laws(asM, column, values, recount));
  }

  private static Condition seven() {
    return Condition.column("x").isIn(7, 70);
  }

  private static long sevens(List<Object> values) {
    return values.stream().filter(v -> v.equals(7L) || v.equals(70L)).count();
  }

  private static Object ratio(long numerator, int denominator) {
    return denominator == 0
        ? null
        : BigDecimal.valueOf(numerator)
            .divide(BigDecimal.valueOf(denominator), 6, RoundingMode.HALF_EVEN);
  }

  private static Object zero(Random random) {
    return random.nextBoolean() ? 0.0 : -0.0;
  }

  private static BigDecimal exact(Object number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }

  private static BigDecimal sum(List<Object> values, int scale) {
    return values.stream()
        .map(MeasureLawsTest::exact)
        .reduce(new BigDecimal(BigInteger.ZERO, scale), BigDecimal::add);
  }

  private static Object mean(List<Object> values, int scale) {
    return values.isEmpty()
        ? null
        : sum(values, 0).divide(BigDecimal.valueOf(values.size()), scale, RoundingMode.HALF_EVEN);
  }

  @SuppressWarnings("unchecked")
  private static Object extreme(List<Object> values, int sign) {
    return values.stream()
        .map(v -> v instanceof Double d && d == 0 ? (Object) 0.0 : v)
        .max((a, b) -> sign * ((Comparable<Object>) a).compareTo(b))
        .orElse(null);
  }

  private static Laws.Recount distinct() {
    return (values, rows) ->
        result -> {
          Set<Object> set = new HashSet<>();
          for (Object value : values) {
            boolean zero = value instanceof Double d && d == 0;
            set.add(
                value instanceof byte[] bytes
                    ? new BigInteger(bytesWithLength(bytes))
                    : zero ? 0.0 : value);
          }
          if (set.size() <= 1_024) {
            assertThat(result).isEqualTo((long) set.size());
          } else {
            // five standard errors
            assertThat(((Long) result).doubleValue())
                .isBetween(set.size() * 0.94, set.size() * 1.06);
          }
        };
  }

  private static byte[] bytesWithLength(byte[] bytes) {
    byte[] marked = new byte[bytes.length + 1];
    marked[0] = 1;
    System.arraycopy(bytes, 0, marked, 1, bytes.length);
    return marked;
  }

  /** Within a percentage of the value at the rank; 0 percent is exact. */
  private static Laws.Recount quantile(double q, double percent) {
    return (values, rows) ->
        result -> {
          if (values.isEmpty()) {
            assertThat(result).isNull();
            return;
          }
          List<BigDecimal> sorted =
              values.stream()
                  .map(v -> v instanceof Double d ? new BigDecimal(d) : exact(v))
                  .sorted(Comparator.naturalOrder())
                  .toList();
          BigDecimal rank = BigDecimal.valueOf(q).multiply(BigDecimal.valueOf(sorted.size() - 1));
          double expected =
              sorted.get(rank.setScale(0, RoundingMode.FLOOR).intValueExact()).doubleValue();
          double error = Math.abs(expected) * percent / 100;
          // magnitudes below the least normal double are zero
          assertThat((Double) result)
              .isBetween(
                  expected - error - 3e-308, Math.min(Double.MAX_VALUE, expected + error + 3e-308));
        };
  }
}
