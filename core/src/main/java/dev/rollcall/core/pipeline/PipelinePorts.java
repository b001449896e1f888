package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.Aggregator;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.RowSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open sinks and stores of a pipeline, shared by the processors of a JVM. Threadsafe, as the
 * ports are.
 */
public final class PipelinePorts implements AutoCloseable {

  private final List<RowSink> sinks;
  private final @Nullable AggregateStore aggregates;
  private final @Nullable DeadLetters deadLetters;

  private PipelinePorts(
      List<RowSink> sinks, @Nullable AggregateStore aggregates, @Nullable DeadLetters deadLetters) {
    this.sinks = sinks;
    this.aggregates = aggregates;
    this.deadLetters = deadLetters;
  }

  static PipelinePorts open(Pipeline pipeline) {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      List<RowSink> sinks = new ArrayList<>();
      for (Pipeline.Output output : pipeline.outputs()) {
        RowSink sink = output.target().open(output.schema(pipeline.schema()));
        opened.add(sink);
        sinks.add(sink);
      }
      AggregateTarget target = pipeline.aggregateTarget().orElse(null);
      AggregateStore store =
          target == null
              ? null
              : target.open(pipeline.aggregators().stream().map(Aggregator::table).toList());
      if (store != null) {
        opened.add(store);
      }
      DeadLetterTarget letters = pipeline.deadLetterTarget().orElse(null);
      return new PipelinePorts(List.copyOf(sinks), store, letters == null ? null : letters.open());
    } catch (RuntimeException e) {
      closeAll(opened, e);
      throw e;
    }
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
