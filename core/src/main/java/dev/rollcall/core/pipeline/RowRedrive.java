package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Names;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;
import java.util.List;
import java.util.Map;

/**
 * Takes single elements to one sink of a pipeline again: the sink that refused them. They were
 * aggregated when they were read, so no aggregation, no other sink and no dead-letter store is
 * touched. The row has its original version: a newer row that is stored stays, and writing twice
 * changes nothing. Not threadsafe.
 */
public final class RowRedrive implements AutoCloseable {

  /** What became of an element. */
  public enum Outcome {
    /** The sink has taken the row, or holds a newer one. */
    WRITTEN,
    /** The pipeline as it is now filters the element out. */
    FILTERED,
    /** It was refused once more. */
    REFUSED
  }

  /**
   * Outcome and reason.
   *
   * @param outcome what became of the element
   * @param reason why it was refused; else ""
   */
  public record Result(Outcome outcome, String reason) {}

  private final Pipeline pipeline;
  private final Flattener flattener;
  private final List<Step.Action> actions;
  private final RowSink sink;
  private final RowWriter writer;

  private RowRedrive(Pipeline pipeline, Pipeline.Output output) {
    this.pipeline = pipeline;
    this.flattener = Flattener.of(pipeline.recordType());
    this.actions = pipeline.actions();
    this.sink =
        WatchedPorts.rows(
            output.target().name(), () -> output.target().open(output.schema(pipeline.schema())));
    this.writer = new RowWriter(pipeline, output, sink);
  }

  /** Whether the pipeline has a sink of this name. */
  public static boolean knows(Pipeline pipeline, String sink) {
    return pipeline.outputs().stream().anyMatch(output -> output.target().name().equals(sink));
  }

  /**
   * Opens this sink of the pipeline, and nothing else.
   *
   * @param sink the sink's name, as letters have it
   * @throws ConfigurationException if the pipeline has no such sink, or its table does not fit
   */
  public static RowRedrive open(Pipeline pipeline, String sink) {
    for (Pipeline.Output output : pipeline.outputs()) {
      if (output.target().name().equals(sink)) {
        return new RowRedrive(pipeline, output);
      }
    }
    List<String> known = pipeline.outputs().stream().map(o -> o.target().name()).toList();
    throw new ConfigurationException(
        "pipeline '%s': there is no sink '%s', expected one of %s%s"
            .formatted(pipeline.name(), sink, known, Names.suggestion(sink, known)));
  }

  /**
   * Writes one element's row.
   *
   * @param record the record as it was read, its position included
   * @param ordinal the element's place in it
   * @throws dev.rollcall.core.error.TransientException if the store stays away beyond all retries
   */
  public Result write(SourceRecord record, int ordinal) {
    byte[] value = record.value();
    List<Element> elements = value == null ? List.of() : flattener.flatten(value, record.time());
    for (Element element : elements) {
      if (element.ordinal() == ordinal) {
        return element instanceof Element.Accepted accepted
            ? write(record, accepted)
            : refused(((Element.Refused) element).reason());
      }
    }
    return refused("the record has no element " + ordinal);
  }

  private Result write(SourceRecord record, Element.Accepted element) {
    Row row = element.row();
    try {
      for (Step.Action action : actions) {
        Row next = action.apply(row, record.time());
        if (next == null) {
          return new Result(Outcome.FILTERED, "");
        }
        row = next;
      }
    } catch (ConfigurationException e) {
      throw e;
    } catch (RuntimeException e) {
      // the function's own message may quote the row
      return refused(
          "a function of pipeline '%s' failed with %s"
              .formatted(pipeline.name(), e.getClass().getSimpleName()));
    }
    Map<Pending, DeadLetter> letters =
        writer.write(List.of(new Pending(record, element.ordinal(), row)));
    return letters.isEmpty()
        ? new Result(Outcome.WRITTEN, "")
        : refused(letters.values().iterator().next().reason());
  }

  private static Result refused(String reason) {
    return new Result(Outcome.REFUSED, reason);
  }

  /** Closes the sink. */
  @Override
  public void close() {
    sink.close();
  }
}
