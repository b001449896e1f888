package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.BranchDefinition;
import dev.rollcall.core.internal.pipeline.ColumnSelection;
import dev.rollcall.core.internal.pipeline.PipelineDefinition;
import dev.rollcall.core.internal.pipeline.Projection;
import dev.rollcall.core.internal.pipeline.Route;
import dev.rollcall.core.internal.pipeline.Step;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of the records of one type, whether they are all that a pipeline has ({@link
 * PipelineBuilder}) or a branch of it ({@link BranchBuilder}). Steps apply in the order in which
 * they are declared. Not threadsafe.
 *
 * @param <B> the builder itself
 */
abstract sealed class BranchDeclaration<B extends BranchDeclaration<B>>
    permits BranchBuilder, PipelineBuilder {

  private final List<Step> steps = new ArrayList<>();
  private final List<PipelineDefinition.Output> outputs = new ArrayList<>();
  private final List<Aggregation> aggregations = new ArrayList<>();
  private @Nullable RecordType type;

  /** The first step that cannot be: what follows it may need what it was to make. */
  private int refusedStep = Integer.MAX_VALUE;

  /** An aggregation could not be built: what counts them would report that a second time. */
  private boolean refusedAggregation;

  /** Problems of what is declared, each where it is. */
  final List<String> declared = new ArrayList<>();

  /** This builder. */
  abstract B self();

  /** The type of the records; required. */
  public B records(RecordType recordType) {
    given(recordType, "records");
    if (type != null) {
      declared.add("records: expected one type, got two");
    }
    this.type = recordType;
    return self();
  }

  /** Keeps the rows that pass; the others count as filtered. */
  public B where(Row.Predicate predicate) {
    steps.add(new Step.Where(null, given(predicate, "where")));
    return self();
  }

  /**
   * The same with the names of the columns that the function reads. Reading another one ends the
   * run. Documents of aggregations depend on what functions read, and on all columns where a
   * function does not say it.
   */
  public B where(List<String> reads, Row.Predicate predicate) {
    steps.add(new Step.Where(named(reads, "where"), given(predicate, "where")));
    return self();
  }

  /** Adds a computed column of any type but DECIMAL. */
  public B derived(String column, ColumnType columnType, Row.Derivation derivation) {
    given(column, "derived");
    given(columnType, "derived '" + column + "': type");
    return derived(() -> Column.of(column, columnType), null, derivation);
  }

  /** The same with the names of the columns that the function reads, as in {@link #where}. */
  public B derived(
      String column, ColumnType columnType, List<String> reads, Row.Derivation derivation) {
    given(column, "derived");
    given(columnType, "derived '" + column + "': type");
    return derived(() -> Column.of(column, columnType), named(reads, "derived"), derivation);
  }

  /** Adds a computed column. */
  public B derived(Column column, Row.Derivation derivation) {
    given(column, "derived");
    return derived(() -> column, null, derivation);
  }

  /** The same with the names of the columns that the function reads, as in {@link #where}. */
  public B derived(Column column, List<String> reads, Row.Derivation derivation) {
    given(column, "derived");
    return derived(() -> column, named(reads, "derived"), derivation);
  }

  private B derived(
      Supplier<Column> column, @Nullable List<String> reads, Row.Derivation derivation) {
    given(derivation, "derived: function");
    if (!collecting(
        "derived", declared, () -> steps.add(new Step.Derive(column.get(), reads, derivation)))) {
      refusedStep = Math.min(refusedStep, steps.size());
    }
    return self();
  }

  /** Makes the texts of a STRING column uniform; a null stays one. */
  public B cleaned(String column, Pipeline.TextCleaner cleaner) {
    steps.add(new Step.Clean(given(column, "cleaned"), given(cleaner, "cleaned: function")));
    return self();
  }

  /**
   * Sends rows that cannot be to the dead letters.
   *
   * @param what the rule in words, which a dead letter repeats: {@code an age from 0 to 125}
   */
  public B require(String what, Row.Rule rule) {
    steps.add(new Step.Require(given(what, "require"), null, given(rule, "require: rule")));
    return self();
  }

  /** The same with the names of the columns that the rule reads, as in {@link #where}. */
  public B require(String what, List<String> reads, Row.Rule rule) {
    steps.add(
        new Step.Require(
            given(what, "require"), named(reads, "require"), given(rule, "require: rule")));
    return self();
  }

  /** Drops or hashes personal columns from here on. */
  public B personal(PersonalData policy) {
    steps.add(new Step.Protect(given(policy, "personal")));
    return self();
  }

  /** Writes the whole rows to a sink. */
  public B rows(RowTarget target) {
    outputs.add(new PipelineDefinition.Output(given(target, "rows"), null));
    return self();
  }

  /**
   * Writes chosen columns to a sink, the key among them.
   *
   * @param columns each {@code "column"}, or {@code "column AS name"} for the name the sink knows
   */
  public B rows(RowTarget target, String... columns) {
    List<String> chosen = ConfigurationException.requireAllNonNull(columns, "rows: columns");
    outputs.add(new PipelineDefinition.Output(given(target, "rows"), Projection.columns(chosen)));
    return self();
  }

  /** Counts the rows in an aggregation. */
  public B aggregate(AggregationBuilder aggregation) {
    given(aggregation, "aggregate");
    if (!collecting("aggregate", declared, () -> aggregations.add(aggregation.build()))) {
      refusedAggregation = true;
    }
    return self();
  }

  /** Counts the rows in an aggregation. */
  public B aggregate(Aggregation aggregation) {
    aggregations.add(given(aggregation, "aggregate"));
    return self();
  }

  /** Whether anything of a branch is declared here. */
  boolean isEmpty() {
    return type == null
        && steps.isEmpty()
        && outputs.isEmpty()
        && aggregations.isEmpty()
        && refusedStep > steps.size()
        && !refusedAggregation;
  }

  /** Whether it counts something, or was to: what could not be built is told already. */
  boolean counts() {
    return !aggregations.isEmpty() || refusedAggregation;
  }

  /** The names of the aggregations. */
  List<String> aggregationNames() {
    return aggregations.stream().map(Aggregation::name).toList();
  }

  /** The sinks in the order declared. */
  List<PipelineDefinition.Output> outputs() {
    return outputs;
  }

  /**
   * The branch as it is declared; null if it has problems, which are added to these.
   *
   * @param pipeline the pipeline's name
   * @param sinks the names of its sinks, in their order
   */
  @Nullable BranchDefinition checked(
      String branch,
      Route route,
      @Nullable String partOf,
      String pipeline,
      List<String> sinks,
      List<String> problems) {
    int before = problems.size();
    problems.addAll(declared);
    RecordType records = type;
    Schema rows = records == null ? null : boundSchema(records, problems);
    if (records == null) {
      problems.add("records: no record type");
    }
    if (outputs.isEmpty() && !counts()) {
      problems.add("nothing to do: declare rows(…) or aggregate(…)");
    }
    requireUnique("sink", sinks, problems);
    if (rows != null) {
      for (int i = 0; i < sinks.size(); i++) {
        Projection projection = outputs.get(i).projection();
        collecting(
            "rows " + sinks.get(i),
            problems,
            () -> {
              if (projection != null) {
                ColumnSelection.of(projection, rows);
              }
            });
      }
      aggregations.forEach(
          each ->
              collecting(
                  "aggregation '" + each.name() + "'",
                  problems,
                  () -> Aggregator.of(each, pipeline, rows)));
    }
    return records == null || rows == null || problems.size() > before
        ? null
        : new BranchDefinition(branch, route, records, steps, outputs, aggregations, partOf);
  }

  private @Nullable Schema boundSchema(RecordType records, List<String> problems) {
    Schema schema = records.schema();
    int before = problems.size();
    for (Step step : steps.subList(0, Math.min(refusedStep, steps.size()))) {
      Schema current = schema;
      Schema[] after = {current};
      collecting(step.describe(), problems, () -> after[0] = step.bind(current).after());
      schema = after[0];
    }
    return problems.size() == before && refusedStep > steps.size() ? schema : null;
  }

  static void requireUnique(String what, List<String> names, List<String> problems) {
    Set<String> seen = new HashSet<>();
    for (String each : names) {
      if (!seen.add(each)) {
        problems.add(what + " '" + each + "' is declared twice");
      }
    }
  }

  /** Refuses null where it is given, rather than at the first record. */
  static <T> T given(@Nullable T value, String what) {
    return ConfigurationException.requireNonNull(value, what);
  }

  private static List<String> named(@Nullable List<String> reads, String what) {
    return ConfigurationException.requireAllNonNull(
        given(reads, what + ": columns").toArray(String[]::new), what + ": columns");
  }

  /** Returns whether it went well. */
  static boolean collecting(String where, List<String> problems, Runnable declaration) {
    try {
      declaration.run();
      return true;
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> problems.add(where + ": " + problem));
    } catch (IllegalArgumentException e) {
      problems.add(where + ": " + e.getMessage());
    }
    return false;
  }
}
