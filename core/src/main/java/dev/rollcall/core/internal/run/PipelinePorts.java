package dev.rollcall.core.internal.run;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open sinks and stores of a pipeline, shared by the processors of a JVM. Threadsafe, as the
 * ports are.
 */
public final class PipelinePorts implements AutoCloseable {

  /** Longer than any driver's own limit, so that the driver reports the reason. */
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(15);

  private final CompiledPipeline pipeline;
  private final List<RowSink> sinks;
  private final @Nullable AggregateStore aggregates;
  private final @Nullable DeadLetters deadLetters;
  private final AggregateDefinitions definitions;
  private final AtomicBoolean closed = new AtomicBoolean();

  public PipelinePorts(
      CompiledPipeline pipeline,
      List<RowSink> sinks,
      @Nullable AggregateStore aggregates,
      @Nullable DeadLetters deadLetters) {
    this(pipeline, sinks, aggregates, deadLetters, false);
  }

  private PipelinePorts(
      CompiledPipeline pipeline,
      List<RowSink> sinks,
      @Nullable AggregateStore aggregates,
      @Nullable DeadLetters deadLetters,
      boolean isBatch) {
    this.pipeline = pipeline;
    this.sinks = sinks;
    this.aggregates = aggregates;
    this.deadLetters = deadLetters;
    this.definitions = new AggregateDefinitions(pipeline, aggregates, isBatch);
  }

  /** Opens all ports at the same time; if one fails, closes the others. */
  public static PipelinePorts open(CompiledPipeline pipeline) {
    return open(pipeline, false);
  }

  /** As {@link #open(CompiledPipeline)}, for a batch: it replaces aggregates of lower versions. */
  public static PipelinePorts openBatch(CompiledPipeline pipeline) {
    return open(pipeline, true);
  }

  private static PipelinePorts open(CompiledPipeline pipeline, boolean isBatch) {
    AggregateTarget target = pipeline.aggregateTarget().orElse(null);
    return target == null
        ? opened(pipeline, null, isBatch)
        : opened(
            pipeline,
            () -> WatchedPorts.aggregates(target.name(), () -> target.open(pipeline.tables())),
            isBatch);
  }

  private static PipelinePorts opened(
      CompiledPipeline pipeline, @Nullable Supplier<AggregateStore> aggregates, boolean isBatch) {
    List<PortOpening<?>> openings = new ArrayList<>();
    try {
      PortOpening<AggregateStore> store =
          aggregates == null ? null : begin(openings, aggregatesName(pipeline), aggregates);
      List<PortOpening<RowSink>> sinks = new ArrayList<>();
      for (CompiledBranch.Output output : pipeline.outputs()) {
        sinks.add(
            begin(
                openings,
                output.name(),
                () ->
                    WatchedPorts.rows(
                        output.name(),
                        () -> output.target().connect(output.schema(), output.owner()))));
      }
      PortOpening<DeadLetters> letters =
          pipeline
              .deadLetterTarget()
              .map(
                  target ->
                      begin(
                          openings,
                          target.name(),
                          () -> WatchedPorts.deadLetters(target.name(), target::open)))
              .orElse(null);
      PipelinePorts ports =
          new PipelinePorts(
              pipeline,
              sinks.stream().map(PortOpening::result).toList(),
              store == null ? null : store.result(),
              letters == null ? null : letters.result(),
              isBatch);
      ports.requireAbilities();
      ports.enterDefinition();
      return ports;
    } catch (RuntimeException | Error failure) {
      PortOpening.abandon(openings);
      throw failure;
    }
  }

  private void requireAbilities() {
    Iterator<RowSink> opened = sinks.iterator();
    for (CompiledBranch branch : pipeline.branches()) {
      for (CompiledBranch.Output output : branch.outputs()) {
        RowSink sink = opened.next();
        if (branch.deletes()) {
          asked(output, sink::requireDeletes);
        }
        if (branch.partOf().isPresent()) {
          asked(output, () -> pipeline.plan(branch, output));
        }
      }
    }
  }

  private void asked(CompiledBranch.Output output, Runnable question) {
    try {
      pipeline
          .retryPolicy()
          .call(
              () -> {
                question.run();
                return true;
              });
    } catch (ConfigurationException e) {
      throw new ConfigurationException(output.name() + ": " + e.getMessage());
    }
  }

  /**
   * Enters the definition in all targets. Only once all is open, as {@link #open} does it: a
   * definition that cannot run must not keep the former one out.
   *
   * @throws ConfigurationException if a target is of another definition
   */
  public void enterDefinition() {
    forEachRegistry((registry, output) -> registry.require(output.target(), output.owner()));
    definitions.require();
    forEachRegistry((registry, output) -> registry.enter(output.target(), output.owner()));
    definitions.enter();
  }

  private void forEachRegistry(BiConsumer<DefinitionRegistry, CompiledBranch.Output> action) {
    for (int i = 0; i < sinks.size(); i++) {
      DefinitionRegistry registry = sinks.get(i).definitions();
      CompiledBranch.Output output = pipeline.outputs().get(i);
      pipeline
          .retryPolicy()
          .call(
              () -> {
                action.accept(registry, output);
                return true;
              });
    }
  }

  private static <T extends AutoCloseable> PortOpening<T> begin(
      List<PortOpening<?>> openings, String what, Supplier<T> open) {
    PortOpening<T> opening = PortOpening.begin(what, open);
    openings.add(opening);
    return opening;
  }

  private static String aggregatesName(CompiledPipeline pipeline) {
    return pipeline.aggregateTarget().map(AggregateTarget::name).orElse("aggregates");
  }

  /** Opens all ports of a batch but the aggregate store, which is given. */
  public static PipelinePorts open(CompiledPipeline pipeline, AggregateStore aggregates) {
    return opened(pipeline, () -> aggregates, true);
  }

  /** The sinks, in the order of the pipeline's outputs. */
  public List<RowSink> sinks() {
    return sinks;
  }

  /** The store of the aggregates; null if there are none. */
  public @Nullable AggregateStore aggregates() {
    return aggregates;
  }

  /** What is asked whenever partitions are begun. */
  public AggregateDefinitions definitions() {
    return definitions;
  }

  /** Where unusable elements go; null if the first one ends the run. */
  public @Nullable DeadLetters deadLetters() {
    return deadLetters;
  }

  /**
   * Closes all ports at the same time, each once.
   *
   * @throws dev.rollcall.core.error.FatalException if closing one fails or takes longer than 15
   *     seconds; the others are closed anyway
   */
  @Override
  public void close() {
    List<RuntimeException> failures = PortClosing.await(beginClose(), CLOSED_WITHIN);
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  /** Starts closing each port on its own thread; returns none if closing has begun before. */
  public List<PortClosing> beginClose() {
    if (closed.getAndSet(true)) {
      return List.of();
    }
    List<PortClosing> closings = new ArrayList<>();
    for (int i = 0; i < sinks.size(); i++) {
      closings.add(PortClosing.begin(pipeline.outputs().get(i).name(), sinks.get(i)));
    }
    if (aggregates != null) {
      closings.add(PortClosing.begin(aggregatesName(pipeline), aggregates));
    }
    if (deadLetters != null) {
      String name = pipeline.deadLetterTarget().map(DeadLetterTarget::name).orElse("dead letters");
      closings.add(PortClosing.begin(name, deadLetters));
    }
    return closings;
  }
}
