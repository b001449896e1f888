package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.internal.aggregate.AggregateOwner;
import dev.rollcall.core.internal.pipeline.CompiledBranch.BoundAggregation;
import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A pipeline bound to its schemas, once. The partition processor, the re-drive and batches share
 * it. Immutable and threadsafe.
 */
public final class CompiledPipeline {

  private static volatile Function<Pipeline, CompiledPipeline> access =
      pipeline -> {
        throw new IllegalStateException();
      };

  private final PipelineDefinition definition;
  private final List<CompiledBranch> branches;
  private final Map<String, BoundAggregation> byName;

  /**
   * Binds a definition.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if a step, sink or aggregation does not
   *     fit the schema before it
   */
  public CompiledPipeline(PipelineDefinition definition) {
    this.definition = definition;
    Iterator<String> names =
        PipelineDefinition.Output.names(
                definition.branches().stream().flatMap(each -> each.outputs().stream()).toList())
            .iterator();
    this.branches =
        definition.branches().stream()
            .map(
                branch ->
                    new CompiledBranch(
                        definition,
                        branch,
                        branch.outputs().stream().map(output -> names.next()).toList()))
            .toList();
    this.byName =
        aggregations().stream().collect(Collectors.toMap(BoundAggregation::name, each -> each));
  }

  /** The compiled form of a user's pipeline; one object per pipeline and JVM. */
  public static CompiledPipeline of(Pipeline pipeline) {
    return access.apply(pipeline);
  }

  /** Called once by {@link Pipeline}, which hides its compiled form from users. */
  public static void access(Function<Pipeline, CompiledPipeline> function) {
    access = function;
  }

  /** The pipeline's name. */
  public String name() {
    return definition.name();
  }

  /** The definition version. */
  public int version() {
    return definition.version();
  }

  /** What the documents of an aggregation are known by. */
  public AggregateOwner owner(BoundAggregation aggregation, boolean isBatch) {
    return new AggregateOwner(
        aggregation.name(),
        name(),
        version(),
        aggregation.fingerprints(),
        isBatch
            ? AggregateOwner.Mode.BATCH
            : definition.rebuild() ? AggregateOwner.Mode.REBUILD : AggregateOwner.Mode.STREAM);
  }

  /** The branches in the order declared; at least one. */
  public List<CompiledBranch> branches() {
    return branches;
  }

  /** The branch of this name; empty if there is none. */
  public Optional<CompiledBranch> branch(String branch) {
    return branches.stream().filter(each -> each.name().equals(branch)).findFirst();
  }

  /** Whether records that no branch takes are filtered out. */
  public boolean unknownFiltered() {
    return definition.unknownFiltered();
  }

  /** The sinks of all branches, in the order declared. */
  public List<CompiledBranch.Output> outputs() {
    return branches.stream().flatMap(each -> each.outputs().stream()).toList();
  }

  /**
   * What a sink of a branch will do. Touches no server.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if the rows are parts of others, and it
   *     cannot tell which are live
   */
  public SinkPlan plan(CompiledBranch branch, CompiledBranch.Output output) {
    SinkPlan plan =
        branch.deletes()
            ? output.target().planWithDeletes(output.schema())
            : output.target().plan(output.schema());
    List<RowTarget.Stored> wholes =
        branch.partOf().flatMap(this::branch).stream()
            .flatMap(whole -> whole.outputs().stream())
            .map(each -> new RowTarget.Stored(each.target(), each.schema()))
            .toList();
    return branch.partOf().isEmpty()
        ? plan
        : output.target().planParts(plan, output.schema(), wholes);
  }

  /** The aggregations of all branches, in the order declared. */
  public List<BoundAggregation> aggregations() {
    return branches.stream().flatMap(each -> each.aggregations().stream()).toList();
  }

  /** The aggregation that a document is of. */
  public BoundAggregation aggregation(AggregateKey key) {
    BoundAggregation aggregation = byName.get(key.aggregation());
    if (aggregation == null) {
      throw new IllegalStateException("a document of an unknown aggregation: " + key);
    }
    return aggregation;
  }

  /** The tables of the aggregations, for opening their store. */
  public List<Aggregation.Table> tables() {
    return aggregations().stream().map(each -> each.aggregator().table()).toList();
  }

  /** Where the aggregates are kept; empty if there are none. */
  public Optional<AggregateTarget> aggregateTarget() {
    return Optional.ofNullable(definition.aggregateTarget());
  }

  /** Where unusable elements go; empty if the first one ends the run. */
  public Optional<DeadLetterTarget> deadLetterTarget() {
    return Optional.ofNullable(definition.deadLetterTarget());
  }

  /** How many unusable elements end the run. */
  public ErrorPolicy errorPolicy() {
    return definition.errorPolicy();
  }

  /** How transient failures are retried. */
  public RetryPolicy retryPolicy() {
    return definition.retryPolicy();
  }

  /** How much is held before it is written. */
  public FlushBounds flushBounds() {
    return definition.flushBounds();
  }

  @Override
  public String toString() {
    return "Pipeline[" + name() + " v" + version() + "]";
  }
}
