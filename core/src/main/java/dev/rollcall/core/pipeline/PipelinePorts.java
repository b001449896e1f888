package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.aggregate.Aggregator;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.RowSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The open sinks and stores of a pipeline, shared by the processors of a JVM. Threadsafe, as the
 * ports are.
 */
public final class PipelinePorts implements AutoCloseable {

  private final List<RowSink> sinks;
  private final @Nullable AggregateStore aggregates;
  private final @Nullable DeadLetters deadLetters;

  PipelinePorts(
      List<RowSink> sinks, @Nullable AggregateStore aggregates, @Nullable DeadLetters deadLetters) {
    this.sinks = sinks;
    this.aggregates = aggregates;
    this.deadLetters = deadLetters;
  }

  /** Opens all at the same time; if one fails, the others are closed again. */
  static PipelinePorts open(Pipeline pipeline) {
    return opened(
        pipeline,
        pipeline
            .aggregateTarget()
            .map(
                target ->
                    Opening.begin(
                        target.name(),
                        () ->
                            WatchedPorts.aggregates(
                                target.name(), () -> target.open(tables(pipeline))))));
  }

  private static PipelinePorts opened(Pipeline pipeline, Optional<Opening<AggregateStore>> store) {
    List<Opening<RowSink>> sinks =
        pipeline.outputs().stream()
            .map(
                output ->
                    Opening.begin(
                        output.target().name(),
                        () ->
                            WatchedPorts.rows(
                                output.target().name(),
                                () -> output.target().open(output.schema(pipeline.schema())))))
            .toList();
    Optional<Opening<DeadLetters>> letters =
        pipeline
            .deadLetterTarget()
            .map(
                target ->
                    Opening.begin(
                        target.name(),
                        () -> WatchedPorts.deadLetters(target.name(), target::open)));
    try {
      return new PipelinePorts(
          sinks.stream().map(Opening::result).toList(),
          store.map(Opening::result).orElse(null),
          letters.map(Opening::result).orElse(null));
    } catch (RuntimeException | Error failure) {
      sinks.forEach(Opening::abandon);
      store.ifPresent(Opening::abandon);
      letters.ifPresent(Opening::abandon);
      throw failure;
    }
  }

  private static List<AggregateTable> tables(Pipeline pipeline) {
    return pipeline.aggregators().stream().map(Aggregator::table).toList();
  }

  /** Opens all but the store of the aggregates, in whose place is this one. */
  static PipelinePorts open(Pipeline pipeline, AggregateStore aggregates) {
    return opened(pipeline, Optional.of(Opening.begin("aggregates", () -> aggregates)));
  }

  /** The sinks, in the order of the pipeline's outputs. */
  List<RowSink> sinks() {
    return sinks;
  }

  @Nullable AggregateStore aggregates() {
    return aggregates;
  }

  @Nullable DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>(sinks);
    if (aggregates != null) {
      all.add(aggregates);
    }
    if (deadLetters != null) {
      all.add(deadLetters);
    }
    RuntimeException failure = new IllegalStateException("closing the ports failed");
    closeAll(all, failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static void closeAll(List<AutoCloseable> opened, RuntimeException failure) {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }
}
