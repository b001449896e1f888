package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.PipelineDefinition;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /**
   * The type of the records.
   *
   * @throws ConfigurationException if the pipeline has several {@link #branches}
   */
  public RecordType recordType() {
    return onlyBranch("recordType()").recordType();
  }

  /**
   * The columns of the rows behind all steps: what aggregations and sinks see.
   *
   * @throws ConfigurationException if the pipeline has several {@link #branches}
   */
  public Schema schema() {
    return onlyBranch("schema()").schema();
  }

  private Branch onlyBranch(String asked) {
    List<Branch> all = branches();
    if (all.size() > 1) {
      throw new ConfigurationException(
          "pipeline '%s': got %s, but it has the branches %s; ask one of branches()"
              .formatted(name(), asked, all.stream().map(Branch::name).toList()));
    }
    return all.get(0);
  }

  /** The branches in the order declared; of a pipeline of records of one type, the one it is. */
  public List<Branch> branches() {
    return compiled().branches().stream()
        .map(
            each ->
                new Branch(
                    each.name(),
                    each.recordType(),
                    each.schema(),
                    each.aggregations().stream()
                        .map(one -> one.aggregator().aggregation())
                        .toList()))
        .toList();
  }

  /** The aggregations of all branches, in the order declared. */
  public List<Aggregation> aggregations() {
    return compiled().aggregations().stream().map(each -> each.aggregator().aggregation()).toList();
  }

  /** The execution plan, for people to read; contacts no server. */
  public Plan plan() {
    return Plan.of(compiled());
  }

  /**
   * What a rebuild with this definition has left: rows that only lower versions of it produced, by
   * the name of their sink, with the statement that deletes them. Ask once the rebuild has caught
   * up. Opens the row targets and looks at all their rows; changes nothing. Without the targets
   * that cannot hold such rows, or cannot tell whose they are: Cassandra's, whose tables have one
   * definition, and shared ones.
   *
   * @throws dev.rollcall.core.error.RollcallException if a target cannot be opened or asked
   */
  public Map<String, RowSink.StaleRows> staleRows() {
    Map<String, RowSink.StaleRows> stale = new LinkedHashMap<>();
    for (CompiledBranch.Output output : compiled().outputs()) {
      RowTarget target = output.target();
      if (!target.isShared()) {
        try (RowSink sink = target.connect(output.schema(), output.owner())) {
          sink.staleRows(version()).ifPresent(rows -> stale.put(output.name(), rows));
        }
      }
    }
    return Collections.unmodifiableMap(stale);
  }

  /**
   * How each branch reads a message that is to delete a row, in the order declared: by what it
   * takes and by its type, as an engine does. Touches no store.
   *
   * @param topic where the message is to be sent, without headers
   * @param message as the type reads it whose row is to go
   */
  public List<DeleteReading> readings(String topic, DeleteMessage message) {
    return DeleteReading.of(compiled(), topic, message);
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
   * A branch of a pipeline.
   *
   * @param name as letters and accounts have it; "" for the only one
   * @param recordType the type of its records
   * @param schema the columns of its rows behind all steps
   * @param aggregations in the order declared
   */
  public record Branch(
      String name, RecordType recordType, Schema schema, List<Aggregation> aggregations) {}

  /**
   * How a branch reads a message that is to delete a row. Never shows the key.
   *
   * @param branch its name; "" for the only one
   * @param delete as its type reads it; empty if it does not take it for a delete
   * @param refusal why it does not; "" if it does
   * @param keepsRow whether the row stays in its sinks: its key has the columns of the message's,
   *     and neither does it take the delete, nor a branch of whose rows these are parts
   */
  public record DeleteReading(
      String branch, Optional<DeleteMessage> delete, String refusal, boolean keepsRow) {

    private static List<DeleteReading> of(
        CompiledPipeline pipeline, String topic, DeleteMessage message) {
      SourceRecord record =
          new SourceRecord(
              new SourcePartition(topic, 0),
              topic,
              0,
              Instant.now(),
              message.key(),
              message.value());
      List<DeleteReading> read =
          pipeline.branches().stream().map(each -> of(each, record, message)).toList();
      Set<String> deleting =
          read.stream()
              .filter(each -> each.delete.isPresent())
              .map(DeleteReading::branch)
              .collect(Collectors.toSet());
      return IntStream.range(0, read.size())
          .mapToObj(
              i ->
                  pipeline.branches().get(i).partOf().filter(deleting::contains).isPresent()
                      ? read.get(i).asPart()
                      : read.get(i))
          .toList();
    }

    private static DeleteReading of(
        CompiledBranch branch, SourceRecord record, DeleteMessage message) {
      String refusal;
      if (branch.route().takes(record)) {
        try {
          DeleteMessage read = DeleteMessage.read(branch.flattener(), record);
          return new DeleteReading(branch.name(), Optional.of(read), "", false);
        } catch (ConfigurationException e) {
          refusal = e.getMessage();
        }
      } else {
        refusal = "got a message of another kind";
      }
      String takes = branch.route().describe();
      return new DeleteReading(
          branch.name(),
          Optional.empty(),
          refusal + (takes.isEmpty() ? "" : "; it takes " + takes),
          !branch.outputs().isEmpty()
              && branch.schema().keyNames().containsAll(message.row().schema().keyNames()));
    }

    private DeleteReading asPart() {
      return new DeleteReading(branch, delete, refusal, false);
    }
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

  /**
   * What a pipeline will do, before it does anything: of each branch columns, steps, aggregations,
   * and per target the guarantee, the statements that make it, and what the guarantee leaves open.
   * Print it.
   *
   * @param pipeline name and definition version
   * @param branches in the order declared
   * @param targets sinks, aggregate store and dead letters
   */
  public record Plan(String pipeline, List<Branch> branches, List<Target> targets) {

    /**
     * A branch.
     *
     * @param name "" for the only one
     * @param takes which records; "" for every one
     * @param partOf the branch of whose rows these are parts; "" for none
     * @param columns behind all steps
     * @param key the key columns in order, joined by commas
     * @param steps what deletes rows, then the steps in order
     * @param aggregations a line each
     */
    public record Branch(
        String name,
        String takes,
        String partOf,
        List<Column> columns,
        String key,
        List<String> steps,
        List<String> aggregations) {}

    /**
     * A target and what goes to it: {@code rows}, {@code rows of orders}, {@code aggregates} or
     * {@code dead letters}.
     */
    public record Target(String role, SinkPlan plan) {}

    /** Of all branches, one line each: groups, measures, windows, how far measures are exact. */
    public List<String> aggregations() {
      return branches.stream().flatMap(each -> each.aggregations().stream()).toList();
    }

    static Plan of(CompiledPipeline pipeline) {
      List<Target> targets = new ArrayList<>();
      for (CompiledBranch branch : pipeline.branches()) {
        String role = branch.name().isEmpty() ? "rows" : "rows of " + branch.name();
        branch
            .outputs()
            .forEach(output -> targets.add(new Target(role, planOf(pipeline, branch, output))));
      }
      boolean deletes = pipeline.branches().stream().anyMatch(CompiledBranch::deletes);
      pipeline
          .aggregateTarget()
          .ifPresent(
              target ->
                  targets.add(
                      new Target("aggregates", planOf(target, pipeline.tables(), deletes))));
      pipeline
          .deadLetterTarget()
          .ifPresent(target -> targets.add(new Target("dead letters", target.plan())));
      return new Plan(
          pipeline.name() + " v" + pipeline.version(),
          pipeline.branches().stream().map(Plan::planned).toList(),
          targets);
    }

    private static Branch planned(CompiledBranch branch) {
      Schema schema = branch.schema();
      return new Branch(
          branch.name(),
          branch.route().describe(),
          branch.partOf().orElse(""),
          schema.columns(),
          String.join(", ", schema.keyNames()),
          Stream.of(
                  branch.rowVersion().stream()
                      .map(
                          column ->
                              "of two rows of a key, the one of the later " + column + " is newer"),
                  branch.deleteLines().stream(),
                  branch.stepLines().stream())
              .flatMap(lines -> lines)
              .toList(),
          branch.aggregations().stream().map(each -> line(each.aggregator())).toList());
    }

    /** Under the sink's own name, which tells two targets of one name apart. */
    private static SinkPlan planOf(
        CompiledPipeline pipeline, CompiledBranch branch, CompiledBranch.Output output) {
      SinkPlan plan = pipeline.plan(branch, output);
      return new SinkPlan(output.name(), plan.guarantee(), plan.ddl(), plan.notes());
    }

    private static SinkPlan planOf(
        AggregateTarget target, List<Aggregation.Table> tables, boolean deletes) {
      SinkPlan plan = target.plan(tables);
      return deletes
          ? plan.with(
              List.of(),
              "what was counted is not taken back when its row is deleted, and an element that deletes is not counted")
          : plan;
    }

    private static String described(Column column) {
      return column + (column.sensitivity() == Column.Sensitivity.PERSONAL ? " personal" : "");
    }

    private static String line(Aggregator aggregator) {
      Aggregation.Table table = aggregator.table();
      Aggregation aggregation = aggregator.aggregation();
      String once =
          aggregation.measures().stream()
              .filter(measure -> measure.oncePer() != null)
              .map(measure -> measure.name() + " once per " + measure.oncePer())
              .collect(Collectors.joining(", "));
      return "%s by (%s): %s%s%s"
          .formatted(
              table.aggregation(),
              names(table.groupColumns()),
              names(table.measureColumns()),
              aggregation.window().map(Plan::window).orElse(""),
              once.isEmpty()
                  ? ""
                  : String.format(
                      Locale.ROOT,
                      "; %s: exact to %,d ids per document, then null",
                      once,
                      AggregationBuilder.MAX_IDS));
    }

    private static String window(Aggregation.Window window) {
      return "; windows of %s by %s%s"
          .formatted(
              window.shape(),
              window.column() == null ? "the record's time" : window.column(),
              window.perRow() == 1
                  ? ""
                  : "; a row counts in %d documents".formatted(window.perRow()));
    }

    private static String names(List<Column> columns) {
      return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("pipeline ").append(pipeline).append('\n');
      for (Branch branch : branches) {
        if (!branch.name().isEmpty()) {
          text.append("branch ").append(branch.name()).append('\n');
        }
        if (!branch.takes().isEmpty()) {
          text.append("  takes    ").append(branch.takes()).append('\n');
        }
        if (!branch.partOf().isEmpty()) {
          text.append("  part of  ").append(branch.partOf()).append('\n');
        }
        text.append("  key      ").append(branch.key()).append('\n');
        text.append("  columns  ")
            .append(
                branch.columns().stream().map(Plan::described).collect(Collectors.joining(", ")))
            .append('\n');
        branch.steps().forEach(step -> text.append("  step     ").append(step).append('\n'));
        branch.aggregations().forEach(line -> text.append("  counts   ").append(line).append('\n'));
      }
      for (Target target : targets) {
        SinkPlan plan = target.plan();
        text.append("  %s to %s%n".formatted(target.role(), plan.target()));
        text.append("    guarantee: ").append(plan.guarantee()).append('\n');
        plan.notes().forEach(note -> text.append("    note: ").append(note).append('\n'));
        plan.ddl()
            .forEach(ddl -> text.append("    ").append(ddl.replace("\n", "\n    ")).append('\n'));
      }
      return text.toString();
    }
  }
}
