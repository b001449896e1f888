package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A branch bound to its schemas: record type, steps, sinks, aggregations and their fingerprints.
 * Immutable and threadsafe.
 */
public final class CompiledBranch {

  /**
   * A sink and the columns it receives.
   *
   * @param name the sink's name, as letters and reports have it
   * @param schema the columns as the sink names them
   * @param selection turns a row of the branch into one of the sink
   * @param owner what the target knows the definition by
   */
  public record Output(
      String name,
      RowTarget target,
      Schema schema,
      ColumnSelection selection,
      DefinitionRegistry.Entry owner) {}

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

  private final BranchDefinition definition;
  private final RecordDefinition type;
  private final BoundSteps steps;
  private final Schema schema;
  private final List<Output> outputs;
  private final String pipeline;
  private final int definitionVersion;
  private final List<BoundAggregation> aggregations;

  /** The column of the type whose time decides which row is newer; -1 for the record's time. */
  private final int rowVersion;

  /**
   * Binds a branch.
   *
   * @param sinks the names of its sinks, in their order
   */
  CompiledBranch(PipelineDefinition pipeline, BranchDefinition definition, List<String> sinks) {
    this.definition = definition;
    this.type = RecordDefinition.of(definition.recordType());
    this.steps = BoundSteps.of(definition.steps(), definition.recordType().schema());
    this.schema = steps.after();
    this.pipeline = pipeline.name();
    this.definitionVersion = pipeline.version();
    DefinitionRegistry.Entry owner =
        new DefinitionRegistry.Entry(
            pipeline.name(),
            pipeline.version(),
            rowVersion().map(column -> "rows ordered by '" + column + "'").orElse(""));
    this.outputs =
        IntStream.range(0, sinks.size())
            .mapToObj(i -> bound(sinks.get(i), definition.outputs().get(i), owner))
            .toList();
    this.aggregations =
        definition.aggregations().stream().map(each -> bound(pipeline.name(), each)).toList();
    this.rowVersion = rowVersion().map(type.schema()::position).orElse(-1);
  }

  private Output bound(
      String name, PipelineDefinition.Output output, DefinitionRegistry.Entry owner) {
    Projection projection = output.projection();
    ColumnSelection selection =
        projection == null ? ColumnSelection.all(schema) : ColumnSelection.of(projection, schema);
    return new Output(name, output.target(), selection.schema(), selection, owner);
  }

  private BoundAggregation bound(String pipeline, Aggregation aggregation) {
    Fingerprint fingerprint =
        Fingerprint.of(type, definition.steps(), aggregation, definition.route());
    return new BoundAggregation(
        Aggregator.of(aggregation, pipeline, schema), fingerprint.current(), fingerprint.former());
  }

  /** Its name; "" for the only one of a pipeline. */
  public String name() {
    return definition.name();
  }

  /** Which records it takes. */
  public Route route() {
    return definition.route();
  }

  /** The branch of whose rows these are parts; empty for none. */
  public Optional<String> partOf() {
    return Optional.ofNullable(definition.partOf());
  }

  /** The type of the records. */
  public RecordType recordType() {
    return definition.recordType();
  }

  /** What reads its records; not threadsafe. */
  public Flattener flattener() {
    return definition.route().looksAtFields()
        ? Flattener.of(recordType(), definition.route().fields())
        : Flattener.of(recordType());
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

  /**
   * The version of the row of an element.
   *
   * @param definition that read the record first; usually {@link #definitionVersion}
   * @param offset of the message that brought the record first
   * @param ordinal of the element in that record
   */
  public Row.Version version(
      Element element, SourceRecord record, int definition, long offset, int ordinal) {
    if (rowVersion < 0) {
      return new Row.Version(definition, record.timestamp(), offset, ordinal);
    }
    Instant own =
        element instanceof Element.Accepted accepted
            ? Objects.requireNonNull(accepted.row().getTimestamp(rowVersion))
            : Objects.requireNonNull(((Element.Deleted) element).rowVersion());
    return new Row.Version(definition, own, record.timestamp(), offset, ordinal);
  }

  /** The version of the pipeline. */
  public int definitionVersion() {
    return definitionVersion;
  }

  /** What letters of its elements say of the definition: "" if each is sent again alone. */
  public String letterDefinition() {
    return name().isEmpty() && type.items() == null ? "" : pipeline + " v" + definitionVersion;
  }

  /** The column whose time decides which row is newer; empty if the record's time does. */
  public Optional<String> rowVersion() {
    return Optional.ofNullable(type.rowVersion());
  }

  /** Whether records can delete rows. */
  public boolean deletes() {
    return !deleteLines().isEmpty();
  }

  /** What deletes rows, a line each, for people. */
  public List<String> deleteLines() {
    return type.deletes().lines();
  }

  /** The steps, a line each, for people. */
  public List<String> stepLines() {
    return definition.steps().stream().map(Step::describe).toList();
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
}
