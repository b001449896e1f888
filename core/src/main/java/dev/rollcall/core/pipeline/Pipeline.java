package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.PipelineDefinition;
import dev.rollcall.core.internal.pipeline.Step;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
  public Plan plan() {
    return Plan.of(definition, compiled());
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
    for (CompiledPipeline.Output output : compiled().outputs()) {
      RowTarget target = output.target();
      if (!target.isShared()) {
        try (RowSink sink = target.connect(output.schema(), compiled().owner())) {
          sink.staleRows(version()).ifPresent(rows -> stale.put(output.name(), rows));
        }
      }
    }
    return Collections.unmodifiableMap(stale);
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

  /**
   * What a pipeline will do, before it does anything: columns, steps, aggregations, and per target
   * the guarantee, the statements that make it, and what the guarantee leaves open. Print it.
   *
   * @param pipeline name and definition version
   * @param columns the columns behind all steps
   * @param key the key columns in order, joined by commas
   * @param steps what deletes rows, then the steps in order
   * @param aggregations one line each: groups, measures, windows, and how far measures are exact
   * @param targets sinks, aggregate store and dead letters
   */
  public record Plan(
      String pipeline,
      List<Column> columns,
      String key,
      List<String> steps,
      List<String> aggregations,
      List<Target> targets) {

    /** A target and what goes to it: {@code rows}, {@code aggregates} or {@code dead letters}. */
    public record Target(String role, SinkPlan plan) {}

    static Plan of(PipelineDefinition definition, CompiledPipeline pipeline) {
      Schema schema = pipeline.schema();
      List<Aggregation.Table> tables = pipeline.tables();
      List<Target> targets = new ArrayList<>();
      pipeline
          .outputs()
          .forEach(output -> targets.add(new Target("rows", planOf(output, pipeline.deletes()))));
      pipeline
          .aggregateTarget()
          .ifPresent(
              target ->
                  targets.add(
                      new Target("aggregates", planOf(target, tables, pipeline.deletes()))));
      pipeline
          .deadLetterTarget()
          .ifPresent(target -> targets.add(new Target("dead letters", target.plan())));
      return new Plan(
          pipeline.name() + " v" + pipeline.version(),
          schema.columns(),
          String.join(", ", schema.keyNames()),
          Stream.of(
                  pipeline.rowVersion().stream()
                      .map(
                          column ->
                              "of two rows of a key, the one of the later " + column + " is newer"),
                  pipeline.deleteLines().stream(),
                  definition.steps().stream().map(Step::describe))
              .flatMap(lines -> lines)
              .toList(),
          pipeline.aggregations().stream().map(each -> line(each.aggregator())).toList(),
          targets);
    }

    /** Under the sink's own name, which tells two targets of one name apart. */
    private static SinkPlan planOf(CompiledPipeline.Output output, boolean deletes) {
      SinkPlan plan =
          deletes
              ? output.target().planWithDeletes(output.schema())
              : output.target().plan(output.schema());
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
      text.append("  key      ").append(key).append('\n');
      text.append("  columns  ")
          .append(columns.stream().map(Plan::described).collect(Collectors.joining(", ")))
          .append('\n');
      steps.forEach(step -> text.append("  step     ").append(step).append('\n'));
      aggregations.forEach(line -> text.append("  counts   ").append(line).append('\n'));
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
