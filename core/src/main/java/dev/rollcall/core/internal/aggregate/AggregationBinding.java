package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.aggregate.Measure;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.accumulator.AccumulatorSpec;
import dev.rollcall.core.internal.accumulator.BoundCondition;
import dev.rollcall.core.internal.accumulator.Decimals;
import dev.rollcall.core.internal.accumulator.OncePer;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds one aggregation to a schema and collects every problem on the way. Not threadsafe. */
final class AggregationBinding {

  private static final Set<ColumnType> GROUPS =
      EnumSet.of(
          ColumnType.STRING,
          ColumnType.INT64,
          ColumnType.BOOLEAN,
          ColumnType.DATE,
          ColumnType.UUID,
          ColumnType.DECIMAL);
  private static final Set<ColumnType> EXACT = EnumSet.of(ColumnType.INT64, ColumnType.DECIMAL);
  private static final Set<ColumnType> NUMBERS =
      EnumSet.of(ColumnType.INT64, ColumnType.DECIMAL, ColumnType.FLOAT64);
  private static final Set<ColumnType> ORDERED =
      EnumSet.of(
          ColumnType.INT64,
          ColumnType.DECIMAL,
          ColumnType.FLOAT64,
          ColumnType.STRING,
          ColumnType.TIMESTAMP,
          ColumnType.DATE);

  private final Aggregation aggregation;
  private final Schema schema;
  private final List<String> problems = new ArrayList<>();
  private final List<AccumulatorSpec> specs = new ArrayList<>();
  private final Map<BoundCondition, BoundCondition> conditions = new HashMap<>();

  AggregationBinding(Aggregation aggregation, Schema schema) {
    this.aggregation = aggregation;
    this.schema = schema;
  }

  public Aggregator aggregator(String pipeline) {
    List<Column> groupTable = new ArrayList<>();
    List<Aggregator.GroupColumn> groups = new ArrayList<>();
    for (String name : aggregation.groupBy()) {
      int position = find("group by", name, GROUPS);
      if (position != Aggregator.NONE) {
        Column column = schema.column(position);
        groupTable.add(column);
        groups.add(new Aggregator.GroupColumn(position, column.type(), column.scale()));
      }
    }
    int windowColumn = Aggregator.NONE;
    Aggregation.Window window = aggregation.window().orElse(null);
    if (window != null) {
      if (window.column() != null) {
        windowColumn = find("window", window.column(), EnumSet.of(ColumnType.TIMESTAMP));
      }
      groupTable.add(Column.of(AggregationBuilder.WINDOW_START, ColumnType.TIMESTAMP));
      groupTable.add(Column.of(AggregationBuilder.WINDOW_END, ColumnType.TIMESTAMP));
    }
    List<Column> measureTable = new ArrayList<>();
    List<Aggregator.BoundMeasure> measures = new ArrayList<>();
    for (Measure measure : aggregation.measures()) {
      bind(measure, measureTable, measures);
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("aggregation '" + aggregation.name() + "'", problems);
    }
    Aggregation.Table table =
        new Aggregation.Table(aggregation.name(), groupTable, measureTable, rounded());
    return new Aggregator(aggregation, pipeline, table, groups, windowColumn, specs, measures);
  }

  private void bind(
      Measure measure, List<Column> measureTable, List<Aggregator.BoundMeasure> measures) {
    String where = "measure '" + measure.name() + "'";
    int position =
        measure.column() == null
            ? Aggregator.NONE
            : find(where, measure.column(), typesOf(measure.kind()));
    BoundCondition condition = condition(where, measure.where());
    OncePer oncePer = oncePer(where, measure.oncePer());
    if (measure.column() != null && position == Aggregator.NONE) {
      return;
    }
    Column column = position == Aggregator.NONE ? null : schema.column(position);
    Column result = resultColumn(measure, column);
    if (result.precision() > Decimals.MOST_DIGITS) {
      problems.add(
          "%s: got a column of %d digits, whose total may have %d, and no store holds more than %d; declare the column with fewer"
              .formatted(
                  where,
                  column == null ? 0 : column.precision(),
                  result.precision(),
                  Decimals.MOST_DIGITS));
    }
    measureTable.add(result);
    int index = Aggregator.NONE;
    if (measure.kind() != Measure.Kind.RATIO) {
      index =
          indexOf(
              new AccumulatorSpec(
                  AccumulatorSpec.kindOf(measure.kind(), oncePer != null),
                  position,
                  column == null ? null : column.type(),
                  column == null ? 0 : column.scale(),
                  condition,
                  oncePer));
    }
    measures.add(new Aggregator.BoundMeasure(measure, index));
  }

  /** The index of an equal spec; adds this one if there is none. */
  private int indexOf(AccumulatorSpec wanted) {
    int at = specs.indexOf(wanted);
    if (at < 0) {
      specs.add(wanted);
      at = specs.size() - 1;
    }
    return at;
  }

  private @Nullable OncePer oncePer(String where, @Nullable String name) {
    int position =
        name == null
            ? Aggregator.NONE
            : find(where + ", once per", name, EnumSet.allOf(ColumnType.class));
    if (position == Aggregator.NONE) {
      return null;
    }
    Column column = schema.column(position);
    return new OncePer(position, column.type(), column.scale());
  }

  private static Set<ColumnType> typesOf(Measure.Kind kind) {
    return switch (kind) {
      case SUM, MEAN -> EXACT;
      case MIN, MAX -> ORDERED;
      case QUANTILE -> NUMBERS;
      case DISTINCT -> EnumSet.allOf(ColumnType.class);
      case COUNT, RATIO -> EnumSet.noneOf(ColumnType.class);
    };
  }

  private Column resultColumn(Measure measure, @Nullable Column column) {
    String name = measure.name();
    return switch (measure.kind()) {
      case COUNT, DISTINCT -> Column.of(name, ColumnType.INT64);
      case SUM -> sum(name, Objects.requireNonNull(column));
      case MEAN -> mean(measure, Objects.requireNonNull(column));
      case RATIO -> ratio(measure);
      // one person's very value: as personal as its column; of no value there is none
      case MIN, MAX -> Objects.requireNonNull(column).named(name).required(false);
      case QUANTILE -> Column.of(name, ColumnType.FLOAT64);
    };
  }

  private static Column sum(String name, Column column) {
    return Decimals.column(name, Decimals.digits(column) + Decimals.GROWTH, column.scale());
  }

  /** Not larger than the largest value, but for its rounding. */
  private static Column mean(Measure measure, Column column) {
    int whole = Decimals.digits(column) - column.scale() + 1;
    return Decimals.column(measure.name(), whole + measure.scale(), measure.scale());
  }

  /** Largest if the smallest figure that is not zero divides the largest. */
  private Column ratio(Measure measure) {
    Column numerator = operand(measure.operands().get(0));
    Column denominator = operand(measure.operands().get(1));
    int whole = Decimals.digits(numerator) - numerator.scale() + denominator.scale() + 1;
    return Decimals.column(measure.name(), whole + measure.scale(), measure.scale());
  }

  /** What a ratio's operand can become; of a sum without the room that every sum has at least. */
  private Column operand(String name) {
    return aggregation.measures().stream()
        .filter(measure -> measure.name().equals(name) && measure.kind() == Measure.Kind.SUM)
        .map(measure -> schema.find(Objects.requireNonNull(measure.column())).map(schema::column))
        .flatMap(Optional::stream)
        .filter(column -> column.type().isExactNumber())
        .findFirst()
        .map(
            column ->
                new Column(
                    name,
                    ColumnType.DECIMAL,
                    Decimals.digits(column) + Decimals.GROWTH,
                    column.scale(),
                    Column.Sensitivity.PUBLIC))
        .orElseGet(() -> Column.of(name, ColumnType.INT64));
  }

  private Set<String> rounded() {
    return aggregation.measures().stream()
        .filter(m -> m.kind() == Measure.Kind.MEAN || m.kind() == Measure.Kind.RATIO)
        .map(Measure::name)
        .collect(Collectors.toSet());
  }

  private int find(String where, String name, Set<ColumnType> expected) {
    Integer position = schema.find(name).orElse(null);
    if (position == null) {
      problems.add(where + ": no column '" + name + "'" + Texts.didYouMean(name, schema.names()));
      return Aggregator.NONE;
    }
    ColumnType type = schema.column(position).type();
    if (!expected.contains(type)) {
      problems.add(
          "%s: column '%s' is %s, expected %s%s"
              .formatted(where, name, type, list(expected), remedy(type, expected)));
      return Aggregator.NONE;
    }
    return position;
  }

  private static String remedy(ColumnType type, Set<ColumnType> expected) {
    return type == ColumnType.FLOAT64 && expected.contains(ColumnType.DECIMAL)
        ? "; declare it DECIMAL"
        : "";
  }

  private static String list(Set<ColumnType> types) {
    return String.join(", ", types.stream().map(ColumnType::name).toList());
  }

  private @Nullable BoundCondition condition(String where, @Nullable Condition condition) {
    if (condition == null) {
      return null;
    }
    Integer position = schema.find(condition.column()).orElse(null);
    if (position == null) {
      problems.add(
          where
              + ": no column '"
              + condition.column()
              + "' for its condition"
              + Texts.didYouMean(condition.column(), schema.names()));
      return null;
    }
    Column column = schema.column(position);
    String problem = BoundCondition.problem(condition, column).orElse(null);
    if (problem != null) {
      problems.add(where + ": " + problem);
      return null;
    }
    // one object for equal ones, which are asked about once for each row
    BoundCondition bound = BoundCondition.of(condition, position, column);
    return conditions.computeIfAbsent(bound, same -> same);
  }
}
