package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.aggregate.AggregateOwner;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline bound to its schemas, once: steps, sinks, aggregations and their fingerprints. The
 * partition processor, the re-drive and batches share it. Immutable and threadsafe.
 */
public final class CompiledPipeline {

  /**
   * A sink and the columns it receives.
   *
   * @param name the sink's name, as letters and reports have it
   * @param schema the columns as the sink names them
   * @param selection turns a row of the pipeline into one of the sink
   */
  public record Output(String name, RowTarget target, Schema schema, ColumnSelection selection) {}

  /**
   * An aggregation and the fingerprints of its stored documents.
   *
   * @param fingerprint of all that decides what a document holds; written with each
   * @param formerFingerprints what the same definition was called before; accepted, too
   */
  public record BoundAggregation(
      Aggregator aggregator, String fingerprint, List<String> formerFingerprints) {
    public BoundAggregation {
      formerFingerprints = List.copyOf(formerFingerprints);
    }

    /** The one that is written, then those accepted. */
    List<String> fingerprints() {
      return Stream.concat(Stream.of(fingerprint), formerFingerprints.stream()).toList();
    }

    /** The aggregation's name. */
    public String name() {
      return aggregator.aggregation().name();
    }
  }

  private static volatile Function<Pipeline, CompiledPipeline> access =
      pipeline -> {
        throw new IllegalStateException();
      };

  private final PipelineDefinition definition;
  private final BoundSteps steps;
  private final Schema schema;
  private final List<Output> outputs;
  private final List<BoundAggregation> aggregations;

  /** The column of the type whose time decides which row is newer; -1 for the record's time. */
  private final int rowVersion;

  /**
   * Binds a definition.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if a step, sink or aggregation does not
   *     fit the schema before it
   */
  public CompiledPipeline(PipelineDefinition definition) {
    this.definition = definition;
    this.steps = BoundSteps.of(definition.steps(), definition.recordType().schema());
    this.schema = steps.after();
    this.outputs = bound(definition.outputs());
    this.aggregations = definition.aggregations().stream().map(this::bound).toList();
    this.rowVersion = rowVersion().map(recordType().schema()::position).orElse(-1);
  }

  /** The compiled form of a user's pipeline; one object per pipeline and JVM. */
  public static CompiledPipeline of(Pipeline pipeline) {
    return access.apply(pipeline);
  }

  /** Called once by {@link Pipeline}, which hides its compiled form from users. */
  public static void access(Function<Pipeline, CompiledPipeline> function) {
    access = function;
  }

  private List<Output> bound(List<PipelineDefinition.Output> declared) {
    List<String> names = PipelineDefinition.Output.names(declared);
    return IntStream.range(0, names.size())
        .mapToObj(i -> bound(names.get(i), declared.get(i)))
        .toList();
  }

  private Output bound(String name, PipelineDefinition.Output output) {
    Projection projection = output.projection();
    ColumnSelection selection =
        projection == null ? ColumnSelection.all(schema) : ColumnSelection.of(projection, schema);
    return new Output(name, output.target(), selection.schema(), selection);
  }

  private BoundAggregation bound(Aggregation aggregation) {
    Fingerprint fingerprint =
        Fingerprint.of(RecordDefinition.of(recordType()), definition.steps(), aggregation);
    return new BoundAggregation(
        Aggregator.of(aggregation, definition.name(), schema),
        fingerprint.current(),
        fingerprint.former());
  }

  /** The pipeline's name. */
  public String name() {
    return definition.name();
  }

  /** The definition version. */
  public int version() {
    return definition.version();
  }

  /** What targets know the definition by. */
  public DefinitionRegistry.Entry owner() {
    return new DefinitionRegistry.Entry(
        name(),
        version(),
        rowVersion().map(column -> "rows ordered by '" + column + "'").orElse(""));
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

  /** The type of the records. */
  public RecordType recordType() {
    return definition.recordType();
  }

  /**
   * Takes one flattened element through the steps.
   *
   * @param recordTime the timestamp of its record; null if it has none
   */
  public RowOutcome transform(Element element, @Nullable Instant recordTime) {
    if (element instanceof Element.Accepted accepted) {
      return steps.apply(accepted.row(), recordTime);
    }
    if (element instanceof Element.Deleted deleted) {
      return steps.delete(deleted.key());
    }
    Element.Refused refused = (Element.Refused) element;
    return new RowOutcome.Refused(
        refused instanceof Element.Malformed ? DeadLetter.Stage.DECODE : DeadLetter.Stage.MAP,
        refused.reasonClass(),
        refused.reason(),
        refused.formerlyTaken());
  }

  /** The time in the row that decides which is newer; null if the record's does. */
  public @Nullable Instant ownVersion(Element element) {
    if (rowVersion < 0) {
      return null;
    }
    return element instanceof Element.Accepted accepted
        ? accepted.row().getTimestamp(rowVersion)
        : ((Element.Deleted) element).rowVersion();
  }

  /** The column whose time decides which row is newer; empty if the record's time does. */
  public Optional<String> rowVersion() {
    return Optional.ofNullable(RecordDefinition.of(recordType()).rowVersion());
  }

  /** Whether records can delete rows. */
  public boolean deletes() {
    return !deleteLines().isEmpty();
  }

  /** What deletes rows, a line each, for people. */
  public List<String> deleteLines() {
    return RecordDefinition.of(recordType()).deletes().lines();
  }

  /** The columns of the rows that leave the last step. */
  public Schema schema() {
    return schema;
  }

  /** The sinks in the order declared. */
  public List<Output> outputs() {
    return outputs;
  }

  /** The aggregations in the order declared. */
  public List<BoundAggregation> aggregations() {
    return aggregations;
  }

  /** The tables of the aggregations, for opening their store. */
  public List<Aggregation.Table> tables() {
    return aggregations.stream().map(each -> each.aggregator().table()).toList();
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
