package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.ColumnSelection;
import dev.rollcall.core.internal.pipeline.PipelineDefinition;
import dev.rollcall.core.internal.pipeline.Step;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Derivation;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RowRule;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.TextCleaner;
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
 * Declares a {@link Pipeline}. Steps apply in the order in which they are declared. Faults are
 * collected and reported at once by {@link #build}. Not threadsafe.
 */
public final class PipelineBuilder {

  private final String name;
  private int version = 1;
  private final List<Step> steps = new ArrayList<>();
  private final List<PipelineDefinition.Output> outputs = new ArrayList<>();
  private final List<Aggregation> aggregations = new ArrayList<>();
  private @Nullable AggregateTarget aggregateTarget;
  private @Nullable DeadLetterTarget deadLetterTarget;
  private @Nullable ErrorPolicy errorPolicy;
  private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
  private FlushBounds flushBounds = FlushBounds.DEFAULT;

  private @Nullable RecordType type;
  private final List<String> declared = new ArrayList<>();

  /** Those declared and, during {@link #build}, those that show only then. */
  private List<String> faults = declared;

  PipelineBuilder(String name) {
    this.name = name;
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      faults.add(
          "name: got '"
              + name
              + "', expected up to 100 letters, digits, '.', '_' and '-', a letter or digit first");
    }
  }

  /** The type of the records; required. */
  public PipelineBuilder records(RecordType recordType) {
    this.type = recordType;
    return this;
  }

  /** Keeps the rows that pass; the others count as filtered. */
  public PipelineBuilder where(RowPredicate predicate) {
    steps.add(new Step.Where(predicate));
    return this;
  }

  /** Adds a computed column of any type but DECIMAL. */
  public PipelineBuilder derived(String column, ColumnType columnType, Derivation derivation) {
    return derived(() -> Column.of(column, columnType), derivation);
  }

  /** Adds a computed column. */
  public PipelineBuilder derived(Column column, Derivation derivation) {
    return derived(() -> column, derivation);
  }

  private PipelineBuilder derived(Supplier<Column> column, Derivation derivation) {
    collecting("derived", () -> steps.add(new Step.Derive(column.get(), derivation)));
    return this;
  }

  /** Makes the texts of a STRING column uniform; a null stays one. */
  public PipelineBuilder cleaned(String column, TextCleaner cleaner) {
    steps.add(new Step.Clean(column, cleaner));
    return this;
  }

  /**
   * Sends rows that cannot be to the dead letters.
   *
   * @param what the rule in words, which a dead letter repeats: {@code an age from 0 to 125}
   */
  public PipelineBuilder require(String what, RowRule rule) {
    steps.add(new Step.Require(what, rule));
    return this;
  }

  /** Drops or hashes personal columns from here on. */
  public PipelineBuilder personal(PersonalData policy) {
    steps.add(new Step.Protect(policy));
    return this;
  }

  /** Writes the whole rows to a sink. */
  public PipelineBuilder rows(RowTarget target) {
    outputs.add(new PipelineDefinition.Output(target, null));
    return this;
  }

  /** Writes chosen columns to a sink, under the names it knows them by. */
  public PipelineBuilder rows(RowTarget target, Projection columns) {
    outputs.add(new PipelineDefinition.Output(target, columns));
    return this;
  }

  /** Counts the rows in an aggregation. */
  public PipelineBuilder aggregate(AggregationBuilder aggregation) {
    collecting("aggregate", () -> aggregations.add(aggregation.build()));
    return this;
  }

  /** Counts the rows in an aggregation. */
  public PipelineBuilder aggregate(Aggregation aggregation) {
    aggregations.add(aggregation);
    return this;
  }

  /** Where the aggregates are kept; required if there are any. */
  public PipelineBuilder into(AggregateTarget target) {
    if (aggregateTarget != null) {
      faults.add("into: aggregates go to one store, got two");
    }
    this.aggregateTarget = target;
    return this;
  }

  /** Where unusable elements go. Without it the first one stops the run. */
  public PipelineBuilder deadLetters(DeadLetterTarget target) {
    this.deadLetterTarget = target;
    return this;
  }

  /**
   * How many unusable elements are too many; default: none are, all go to the dead letters. A
   * policy that lets any pass needs {@link #deadLetters}.
   */
  public PipelineBuilder onError(ErrorPolicy policy) {
    this.errorPolicy = policy;
    return this;
  }

  /** How calls that may work later are retried; default {@link RetryPolicy#DEFAULT}. */
  public PipelineBuilder retry(RetryPolicy policy) {
    this.retryPolicy = policy;
    return this;
  }

  /** How much is held before it is written; default {@link FlushBounds#DEFAULT}. */
  public PipelineBuilder flush(FlushBounds bounds) {
    this.flushBounds = bounds;
    return this;
  }

  /** The definition version; raise it when code inside functions changes. Default 1. */
  public PipelineBuilder version(int definitionVersion) {
    this.version = definitionVersion;
    return this;
  }

  /**
   * The definition.
   *
   * @throws ConfigurationException with every fault found
   */
  public Pipeline build() {
    faults = new ArrayList<>(declared);
    try {
      return checked();
    } finally {
      faults = declared;
    }
  }

  private Pipeline checked() {
    Schema schema = type == null ? null : boundSchema(type);
    if (type == null) {
      faults.add("records: no record type");
    }
    if (outputs.isEmpty() && aggregations.isEmpty()) {
      faults.add("nothing to do: declare rows(…) or aggregate(…)");
    }
    if (!aggregations.isEmpty() && aggregateTarget == null) {
      faults.add("into: the aggregations have no store");
    }
    if (aggregations.isEmpty() && aggregateTarget != null) {
      faults.add("into: there is a store but no aggregation");
    }
    if (version < 1) {
      faults.add("version: got " + version + ", expected at least 1");
    }
    if (deadLetterTarget == null && errorPolicy != null && !errorPolicy.fail()) {
      faults.add("onError: there are no deadLetters(…) for the elements that it lets pass");
    }
    requireUnique("sink", outputs.stream().map(output -> output.target().name()).toList());
    requireUnique("aggregation", aggregations.stream().map(Aggregation::name).toList());
    if (schema != null) {
      Schema rows = schema;
      outputs.forEach(
          output -> collecting("rows " + output.target().name(), () -> bind(output, rows)));
      aggregations.forEach(
          a -> collecting("aggregation '" + a.name() + "'", () -> Aggregator.of(a, name, rows)));
    }
    if (!faults.isEmpty() || type == null || schema == null) {
      throw ConfigurationException.of("pipeline '" + name + "'", faults);
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
                flushBounds));
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
    int before = faults.size();
    for (Step step : steps) {
      Schema current = schema;
      Schema[] after = {current};
      collecting(step.describe(), () -> after[0] = step.bind(current).after());
      schema = after[0];
    }
    return faults.size() == before ? schema : null;
  }

  private void requireUnique(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String each : names) {
      if (!seen.add(each)) {
        faults.add(what + " '" + each + "' is declared twice");
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

  private void collecting(String where, Runnable declaration) {
    try {
      declaration.run();
    } catch (ConfigurationException e) {
      e.faults().forEach(fault -> faults.add(where + ": " + fault));
    } catch (IllegalArgumentException e) {
      faults.add(where + ": " + e.getMessage());
    }
  }
}
