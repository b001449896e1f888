package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.PipelineDefinition;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the records of one type: the steps they pass, the sinks their rows go to, the
 * aggregations they are counted in, and where the unusable ones go. Immutable, serializable and
 * threadsafe; an engine runs it. Made by {@link #named}.
 */
public final class Pipeline implements Serializable {

  static {
    CompiledPipeline.access(Pipeline::compiled);
  }

  private final PipelineDefinition definition;
  private transient volatile @Nullable CompiledPipeline compiled;

  Pipeline(PipelineDefinition definition) {
    this.definition = definition;
  }

  /** Starts a definition. The name is part of the keys of the aggregates: keep it. */
  public static PipelineBuilder named(String name) {
    return new PipelineBuilder(name);
  }

  /** The name. */
  public String name() {
    return definition.name();
  }

  /** The definition version, raised by the user when code inside functions changes. */
  public int version() {
    return definition.version();
  }

  /** The type of the records. */
  public RecordType recordType() {
    return definition.recordType();
  }

  /** The columns of the rows behind all steps: what aggregations and sinks see. */
  public Schema schema() {
    return compiled().schema();
  }

  /** The aggregations in the order declared. */
  public List<Aggregation> aggregations() {
    return definition.aggregations();
  }

  /** The execution plan, for people to read; contacts no server. */
  public PipelinePlan plan() {
    return PipelinePlan.of(definition, compiled());
  }

  /** Bound once in a JVM; a pipeline that was deserialized binds again. */
  CompiledPipeline compiled() {
    CompiledPipeline bound = compiled;
    if (bound == null) {
      bound = new CompiledPipeline(definition);
      compiled = bound;
    }
    return bound;
  }

  @Override
  public String toString() {
    return "Pipeline[" + name() + " v" + version() + "]";
  }

  /**
   * Makes a text uniform. Called by several threads at once, so it must be threadsafe. Must depend
   * on the text only. A {@code RuntimeException} sends the element to the dead letters.
   */
  @FunctionalInterface
  public interface TextCleaner extends Serializable {

    /** The text as it should be; null if nothing is left of it. */
    @Nullable String clean(String text);
  }
}
