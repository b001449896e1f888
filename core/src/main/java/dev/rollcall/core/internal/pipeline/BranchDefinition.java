package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.record.RecordType;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the records of one type: a branch of a pipeline as it is declared. Immutable,
 * serializable and threadsafe; {@link CompiledBranch} is what runs.
 *
 * @param name as letters and accounts have it; "" for the only one of a pipeline
 * @param route which records it takes
 * @param recordType the type of its records
 * @param steps the steps in the order declared
 * @param outputs the sinks in the order declared
 * @param aggregations the aggregations in the order declared
 * @param partOf the branch of whose rows these are parts; null for none
 */
public record BranchDefinition(
    String name,
    Route route,
    RecordType recordType,
    List<Step> steps,
    List<PipelineDefinition.Output> outputs,
    List<Aggregation> aggregations,
    @Nullable String partOf)
    implements Serializable {

  public BranchDefinition {
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
    aggregations = List.copyOf(aggregations);
  }
}
