package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.Aggregator;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the records of one type: the steps they pass, the sinks their rows go to, the
 * aggregations they are counted in, and where the unusable ones go. Immutable, serializable and
 * threadsafe; an engine runs it. Made by {@link #named}.
 */
public final class Pipeline implements Serializable {

  /** A sink and the columns it gets. */
  record Output(RowTarget target, @Nullable Projection projection) implements Serializable {
    Schema schema(Schema from) {
      return projection == null ? from : projection.schema(from);
    }
  }

  private final String name;
  private final int version;
  private final RecordType type;
  private final List<Step> steps;
  private final Schema schema;
  private final List<Output> outputs;
  private final List<Aggregation> aggregations;
  private final @Nullable AggregateTarget aggregateTarget;
  private final @Nullable DeadLetterTarget deadLetterTarget;
  private final ErrorPolicy errorPolicy;
  private final RetryPolicy retryPolicy;
  private final FlushBounds flushBounds;

  Pipeline(PipelineBuilder builder, RecordType type, Schema schema) {
    this.name = builder.name;
    this.version = builder.version;
    this.type = type;
    this.steps = List.copyOf(builder.steps);
    this.schema = schema;
    this.outputs = List.copyOf(builder.outputs);
    this.aggregations = List.copyOf(builder.aggregations);
    this.aggregateTarget = builder.aggregateTarget;
    this.deadLetterTarget = builder.deadLetterTarget;
    this.errorPolicy = errorPolicy(builder);
    this.retryPolicy = builder.retryPolicy;
    this.flushBounds = builder.flushBounds;
  }

  /** Nobody loses elements by saying nothing. */
  private static ErrorPolicy errorPolicy(PipelineBuilder builder) {
    if (builder.errorPolicy != null) {
      return builder.errorPolicy;
    }
    return builder.deadLetterTarget == null ? ErrorPolicy.failFast() : ErrorPolicy.deadLetter();
  }

  /** Starts a definition. The name is part of the keys of the aggregates: keep it. */
  public static PipelineBuilder named(String name) {
    return new PipelineBuilder(name);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The definition version, raised by the user when code inside functions changes. */
  public int version() {
    return version;
  }

  /** The type of the records. */
  public RecordType recordType() {
    return type;
  }

  /** The columns of the rows behind all steps: what aggregations and sinks see. */
  public Schema schema() {
    return schema;
  }

  /** The aggregations in the order declared. */
  public List<Aggregation> aggregations() {
    return aggregations;
  }

  /** What will happen, for people to read; touches no server. */
  public PipelinePlan plan() {
    return PipelinePlan.of(this);
  }

  /**
   * Opens the sinks and stores; close them when the run ends. Makes tables where the targets say
   * so.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if a stored table does not fit
   */
  public PipelinePorts open() {
    return PipelinePorts.open(this);
  }

  /**
   * What the documents of an aggregation depend on, as a short hash: record type, steps (which
   * columns are hashed and by which key included) and the aggregation itself. Other aggregations
   * and the sinks are not part of it, so they can be added.
   */
  String fingerprint(Aggregation aggregation) {
    return fingerprint(aggregation, type.describe());
  }

  /**
   * The same as earlier versions made it, which knew nothing of how values are written: documents
   * that bear it are continued.
   */
  String formerFingerprint(Aggregation aggregation) {
    return fingerprint(aggregation, type.describeAsFormerly());
  }

  private String fingerprint(Aggregation aggregation, String typeDescription) {
    StringBuilder text = new StringBuilder(typeDescription);
    Schema before = type.schema();
    for (Step step : steps) {
      text.append('\n').append(step.fingerprint(before));
      before = step.bind(before).after();
    }
    return Fingerprint.of(text.append('\n').append(aggregation.describe()).toString());
  }

  /** The aggregations over rows of this pipeline. */
  List<Aggregator> aggregators() {
    return aggregations.stream().map(aggregation -> aggregation.bind(name, schema)).toList();
  }

  /** The steps, each bound to the schema before it. */
  BoundSteps boundSteps() {
    return BoundSteps.of(steps, type.schema());
  }

  List<Step> steps() {
    return steps;
  }

  List<Output> outputs() {
    return outputs;
  }

  Optional<AggregateTarget> aggregateTarget() {
    return Optional.ofNullable(aggregateTarget);
  }

  Optional<DeadLetterTarget> deadLetterTarget() {
    return Optional.ofNullable(deadLetterTarget);
  }

  ErrorPolicy errorPolicy() {
    return errorPolicy;
  }

  RetryPolicy retryPolicy() {
    return retryPolicy;
  }

  FlushBounds flushBounds() {
    return flushBounds;
  }

  @Override
  public String toString() {
    return "Pipeline[" + name + " v" + version + "]";
  }
}
