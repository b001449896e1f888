package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.ColumnSelection;
import dev.rollcall.core.internal.pipeline.FlushBounds;
import dev.rollcall.core.internal.pipeline.PipelineDefinition;
import dev.rollcall.core.internal.pipeline.Projection;
import dev.rollcall.core.internal.pipeline.Step;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Declares a {@link Pipeline}. Steps apply in the order in which they are declared. Problems are
 * collected and reported at once by {@link #build}. Not threadsafe.
 */
public final class PipelineBuilder {

  private final String name;
  private int version = 1;
  private boolean rebuild;
  private final List<Step> steps = new ArrayList<>();
  private final List<PipelineDefinition.Output> outputs = new ArrayList<>();
  private final List<Aggregation> aggregations = new ArrayList<>();
  private @Nullable AggregateTarget aggregateTarget;
  private @Nullable DeadLetterTarget deadLetterTarget;
  private @Nullable ErrorPolicy errorPolicy;
  private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
  private FlushBounds flushBounds = FlushBounds.DEFAULT;

  private @Nullable RecordType type;

  /** The first step that cannot be: what follows it may need what it was to make. */
  private int refusedStep = Integer.MAX_VALUE;

  /** An aggregation could not be built: what counts them would report that a second time. */
  private boolean refusedAggregation;

  private final List<String> declared = new ArrayList<>();

  /** Those declared and, during {@link #build}, those that show only then. */
  private List<String> problems = declared;

  PipelineBuilder(String name) {
    this.name = given(name, "pipeline: name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      problems.add(
          "name: got '"
              + name
              + "', expected up to 100 letters, digits, '.', '_' and '-', a letter or digit first");
    }
  }

  /** The type of the records; required. */
  public PipelineBuilder records(RecordType recordType) {
    given(recordType, "records");
    if (type != null) {
      problems.add("records: a pipeline reads records of one type, got two");
    }
    this.type = recordType;
    return this;
  }

  /** Keeps the rows that pass; the others count as filtered. */
  public PipelineBuilder where(Row.Predicate predicate) {
    steps.add(new Step.Where(null, given(predicate, "where")));
    return this;
  }

  /**
   * The same with the names of the columns that the function reads. Reading another one ends the
   * run. Documents of aggregations depend on what functions read, and on all columns where a
   * function does not say it.
   */
  public PipelineBuilder where(List<String> reads, Row.Predicate predicate) {
    steps.add(new Step.Where(named(reads, "where"), given(predicate, "where")));
    return this;
  }

  /** Adds a computed column of any type but DECIMAL. */
  public PipelineBuilder derived(String column, ColumnType columnType, Row.Derivation derivation) {
    given(column, "derived");
    given(columnType, "derived '" + column + "': type");
    return derived(() -> Column.of(column, columnType), null, derivation);
  }

  /** The same with the names of the columns that the function reads, as in {@link #where}. */
  public PipelineBuilder derived(
      String column, ColumnType columnType, List<String> reads, Row.Derivation derivation) {
    given(column, "derived");
    given(columnType, "derived '" + column + "': type");
    return derived(() -> Column.of(column, columnType), named(reads, "derived"), derivation);
  }

  /** Adds a computed column. */
  public PipelineBuilder derived(Column column, Row.Derivation derivation) {
    given(column, "derived");
    return derived(() -> column, null, derivation);
  }

  /** The same with the names of the columns that the function reads, as in {@link #where}. */
  public PipelineBuilder derived(Column column, List<String> reads, Row.Derivation derivation) {
    given(column, "derived");
    return derived(() -> column, named(reads, "derived"), derivation);
  }

  private PipelineBuilder derived(
      Supplier<Column> column, @Nullable List<String> reads, Row.Derivation derivation) {
    given(derivation, "derived: function");
    if (!collecting("derived", () -> steps.add(new Step.Derive(column.get(), reads, derivation)))) {
      refusedStep = Math.min(refusedStep, steps.size());
    }
    return this;
  }

  /** Makes the texts of a STRING column uniform; a null stays one. */
  public PipelineBuilder cleaned(String column, Pipeline.TextCleaner cleaner) {
    steps.add(new Step.Clean(given(column, "cleaned"), given(cleaner, "cleaned: function")));
    return this;
  }

  /**
   * Sends rows that cannot be to the dead letters.
   *
   * @param what the rule in words, which a dead letter repeats: {@code an age from 0 to 125}
   */
  public PipelineBuilder require(String what, Row.Rule rule) {
    steps.add(new Step.Require(given(what, "require"), null, given(rule, "require: rule")));
    return this;
  }

  /** The same with the names of the columns that the rule reads, as in {@link #where}. */
  public PipelineBuilder require(String what, List<String> reads, Row.Rule rule) {
    steps.add(
        new Step.Require(
            given(what, "require"), named(reads, "require"), given(rule, "require: rule")));
    return this;
  }

  /** Drops or hashes personal columns from here on. */
  public PipelineBuilder personal(PersonalData policy) {
    steps.add(new Step.Protect(given(policy, "personal")));
    return this;
  }

  /** Writes the whole rows to a sink. */
  public PipelineBuilder rows(RowTarget target) {
    outputs.add(new PipelineDefinition.Output(given(target, "rows"), null));
    return this;
  }

  /**
   * Writes chosen columns to a sink, the key among them.
   *
   * @param columns each {@code "column"}, or {@code "column AS name"} for the name the sink knows
   */
  public PipelineBuilder rows(RowTarget target, String... columns) {
    List<String> chosen = ConfigurationException.requireAllNonNull(columns, "rows: columns");
    outputs.add(new PipelineDefinition.Output(given(target, "rows"), Projection.columns(chosen)));
    return this;
  }

  /** Counts the rows in an aggregation. */
  public PipelineBuilder aggregate(AggregationBuilder aggregation) {
    given(aggregation, "aggregate");
    if (!collecting("aggregate", () -> aggregations.add(aggregation.build()))) {
      refusedAggregation = true;
    }
    return this;
  }

  /** Counts the rows in an aggregation. */
  public PipelineBuilder aggregate(Aggregation aggregation) {
    aggregations.add(given(aggregation, "aggregate"));
    return this;
  }

  /** Where the aggregates are kept; required if there are any. */
  public PipelineBuilder into(AggregateTarget target) {
    given(target, "into");
    if (aggregateTarget != null) {
      problems.add("into: aggregates go to one store, got two");
    }
    this.aggregateTarget = target;
    return this;
  }

  /** Where unusable elements go. Without it the first one stops the run. */
  public PipelineBuilder deadLetters(DeadLetterTarget target) {
    given(target, "deadLetters");
    if (deadLetterTarget != null) {
      problems.add("deadLetters: unusable elements go to one store, got two");
    }
    this.deadLetterTarget = target;
    return this;
  }

  /**
   * How many unusable elements are too many; default: none are, all go to the dead letters. A
   * policy that lets any pass needs {@link #deadLetters}.
   */
  public PipelineBuilder onError(ErrorPolicy policy) {
    this.errorPolicy = given(policy, "onError");
    return this;
  }

  /** How calls that may work later are retried; default {@link RetryPolicy#DEFAULT}. */
  public PipelineBuilder retry(RetryPolicy policy) {
    this.retryPolicy = given(policy, "retry");
    return this;
  }

  /**
   * How much of a source partition is held before it is written. Default: 10,000 elements or 32
   * MiB, whichever comes first.
   *
   * @param elements rows waiting, at least 1
   * @param bytes of their records, at least 1
   * @throws ConfigurationException if one of them is less
   */
  public PipelineBuilder flushAt(int elements, long bytes) {
    this.flushBounds = new FlushBounds(elements, bytes);
    return this;
  }

  /** The definition version; raise it when code inside functions changes. Default 1. */
  public PipelineBuilder version(int definitionVersion) {
    this.version = definitionVersion;
    return this;
  }

  /**
   * Replaces the stored aggregates of lower definition versions, instead of refusing them; for
   * streams, as a batch always does. The run has to read each partition of its source from the
   * first offset that the log has, or it is refused; once begun, it goes on after a restart.
   * Aggregates then hold what the log has. Documents of groups that no record has any more stay as
   * they are.
   */
  public PipelineBuilder rebuild() {
    this.rebuild = true;
    return this;
  }

  /**
   * The definition.
   *
   * @throws ConfigurationException with every problem found
   */
  public Pipeline build() {
    problems = new ArrayList<>(declared);
    try {
      return checked();
    } finally {
      problems = declared;
    }
  }

  private Pipeline checked() {
    Schema schema = type == null ? null : boundSchema(type);
    if (type == null) {
      problems.add("records: no record type");
    }
    if (outputs.isEmpty() && aggregations.isEmpty() && !refusedAggregation) {
      problems.add("nothing to do: declare rows(…) or aggregate(…)");
    }
    if (!aggregations.isEmpty() && aggregateTarget == null) {
      problems.add("into: the aggregations have no store");
    }
    if (aggregations.isEmpty() && aggregateTarget != null && !refusedAggregation) {
      problems.add("into: there is a store but no aggregation");
    }
    if (version < 1) {
      problems.add("version: got " + version + ", expected at least 1");
    }
    if (deadLetterTarget == null && errorPolicy != null && !errorPolicy.fail()) {
      problems.add("onError: there are no deadLetters(…) for the elements that it lets pass");
    }
    List<String> sinks = PipelineDefinition.Output.names(outputs);
    requireUnique("sink", sinks);
    requireUnique("aggregation", aggregations.stream().map(Aggregation::name).toList());
    if (schema != null) {
      Schema rows = schema;
      for (int i = 0; i < sinks.size(); i++) {
        PipelineDefinition.Output output = outputs.get(i);
        collecting("rows " + sinks.get(i), () -> bind(output, rows));
      }
      aggregations.forEach(
          a -> collecting("aggregation '" + a.name() + "'", () -> Aggregator.of(a, name, rows)));
    }
    if (!problems.isEmpty() || type == null || schema == null) {
      throw ConfigurationException.of("pipeline '" + name + "'", problems);
    }
    Pipeline pipeline =
        new Pipeline(
            new PipelineDefinition(
                name,
                version,
                type,
                steps,
                outputs,
                aggregations,
                aggregateTarget,
                deadLetterTarget,
                orDefault(errorPolicy),
                retryPolicy,
                flushBounds,
                rebuild));
    requireSerializable(pipeline);
    return pipeline;
  }

  private static void bind(PipelineDefinition.Output output, Schema rows) {
    Projection projection = output.projection();
    if (projection != null) {
      ColumnSelection.of(projection, rows);
    }
  }

  /** Fails fast unless dead letters are configured. */
  private ErrorPolicy orDefault(@Nullable ErrorPolicy declared) {
    if (declared != null) {
      return declared;
    }
    return deadLetterTarget == null ? ErrorPolicy.failFast() : ErrorPolicy.deadLetter();
  }

  private @Nullable Schema boundSchema(RecordType records) {
    Schema schema = records.schema();
    int before = problems.size();
    for (Step step : steps.subList(0, Math.min(refusedStep, steps.size()))) {
      Schema current = schema;
      Schema[] after = {current};
      collecting(step.describe(), () -> after[0] = step.bind(current).after());
      schema = after[0];
    }
    return problems.size() == before && refusedStep > steps.size() ? schema : null;
  }

  private void requireUnique(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String each : names) {
      if (!seen.add(each)) {
        problems.add(what + " '" + each + "' is declared twice");
      }
    }
  }

  /** Found here, with its name, rather than later in the depths of an engine. */
  private void requireSerializable(Pipeline pipeline) {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(pipeline);
    } catch (IOException e) {
      throw new ConfigurationException(
          "pipeline '"
              + name
              + "' cannot be serialized ("
              + e.getMessage()
              + "): functions given to where and derived, and targets, must hold serializable"
              + " values only");
    }
  }

  /** Refuses null where it is given, rather than at the first record. */
  private static <T> T given(@Nullable T value, String what) {
    return ConfigurationException.requireNonNull(value, what);
  }

  private static List<String> named(@Nullable List<String> reads, String what) {
    return ConfigurationException.requireAllNonNull(
        given(reads, what + ": columns").toArray(String[]::new), what + ": columns");
  }

  /** Returns whether it went well. */
  private boolean collecting(String where, Runnable declaration) {
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
