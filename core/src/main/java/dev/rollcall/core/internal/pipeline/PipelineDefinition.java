package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a pipeline declares. Immutable, serializable and threadsafe; {@link
 * CompiledPipeline} is what runs.
 *
 * @param branches at least one
 * @param unknownFiltered whether records that no branch takes are filtered out; else each is a dead
 *     letter
 * @param aggregateTarget where aggregates are kept; null if there are none
 * @param deadLetterTarget where unusable elements go; null if the first one ends the run
 * @param rebuild whether aggregates of lower definition versions are replaced
 */
public record PipelineDefinition(
    String name,
    int version,
    List<BranchDefinition> branches,
    boolean unknownFiltered,
    @Nullable AggregateTarget aggregateTarget,
    @Nullable DeadLetterTarget deadLetterTarget,
    ErrorPolicy errorPolicy,
    RetryPolicy retryPolicy,
    FlushBounds flushBounds,
    boolean rebuild)
    implements Serializable {

  /** A sink, and the columns it gets; null for all. */
  public record Output(RowTarget target, @Nullable Projection projection) implements Serializable {

    /**
     * The names of sinks, in their order, as letters and reports have them. Letters have ids that
     * depend on it, so only targets that share a name bear the {@link RowTarget#qualifiedName}.
     */
    public static List<String> names(List<Output> outputs) {
      Set<String> seen = new HashSet<>();
      Set<String> shared = new HashSet<>();
      for (Output output : outputs) {
        String name = output.target().name();
        if (!seen.add(name)) {
          shared.add(name);
        }
      }
      return outputs.stream()
          .map(Output::target)
          .map(each -> shared.contains(each.name()) ? each.qualifiedName() : each.name())
          .toList();
    }
  }

  public PipelineDefinition {
    branches = List.copyOf(branches);
  }
}
