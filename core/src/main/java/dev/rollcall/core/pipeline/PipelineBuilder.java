package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.BranchCheck;
import dev.rollcall.core.internal.pipeline.BranchDefinition;
import dev.rollcall.core.internal.pipeline.FlushBounds;
import dev.rollcall.core.internal.pipeline.PipelineDefinition;
import dev.rollcall.core.internal.pipeline.Route;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Declares a {@link Pipeline}: of records of one type, or of several {@link #branch}es. Steps apply
 * in the order in which they are declared. Problems are collected and reported at once by {@link
 * #build}. Not threadsafe.
 */
public final class PipelineBuilder extends BranchDeclaration<PipelineBuilder> {

  private final String name;
  private final List<BranchBuilder> branches = new ArrayList<>();
  private boolean unknownFiltered;
  private int version = 1;
  private boolean rebuild;
  private @Nullable AggregateTarget aggregateTarget;
  private @Nullable DeadLetterTarget deadLetterTarget;
  private @Nullable ErrorPolicy errorPolicy;
  private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
  private FlushBounds flushBounds = FlushBounds.DEFAULT;

  PipelineBuilder(String name) {
    this.name = given(name, "pipeline: name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      declared.add(
          "name: got '"
              + name
              + "', expected up to 100 letters, digits, '.', '_' and '-', a letter or digit first");
    }
  }

  @Override
  PipelineBuilder self() {
    return this;
  }

  /**
   * Declares a branch, for pipelines of several record types, which then have branches only:
   *
   * <pre>{@code
   * Pipeline.named("shop")
   *     .branch("orders", orders -> orders.records(orderType).rows(ordersTable))
   *     .branch("lines", lines -> lines.records(lineType).rows(linesTable).partOf("orders"))
   *     .build();
   * }</pre>
   *
   * <p>All share one read of the source. A record goes to each branch whose conditions it meets;
   * one that no branch takes is a dead letter.
   *
   * @param branch its name, in letters and accounts; unique in the pipeline
   */
  public PipelineBuilder branch(String branch, Consumer<BranchBuilder> declaration) {
    BranchBuilder builder = new BranchBuilder(branch);
    given(declaration, "branch '" + branch + "'").accept(builder);
    branches.add(builder);
    return this;
  }

  /** Filters out what no branch takes. Default: it is a dead letter, {@code unknown-kind}. */
  public PipelineBuilder unknownFiltered() {
    this.unknownFiltered = true;
    return this;
  }

  /** Where the aggregates are kept; required if there are any. */
  public PipelineBuilder into(AggregateTarget target) {
    given(target, "into");
    if (aggregateTarget != null) {
      declared.add("into: aggregates go to one store, got two");
    }
    this.aggregateTarget = target;
    return this;
  }

  /** Where unusable elements go. Without it the first one stops the run. */
  public PipelineBuilder deadLetters(DeadLetterTarget target) {
    given(target, "deadLetters");
    if (deadLetterTarget != null) {
      declared.add("deadLetters: unusable elements go to one store, got two");
    }
    this.deadLetterTarget = target;
    return this;
  }

  /**
   * How many unusable elements are too many; default: none are, all go to the dead letters. A
   * policy that lets any pass needs {@link #deadLetters}.
   */
  public PipelineBuilder onError(ErrorPolicy policy) {
    this.errorPolicy = given(policy, "onError");
    return this;
  }

  /** How calls that may work later are retried; default {@link RetryPolicy#DEFAULT}. */
  public PipelineBuilder retry(RetryPolicy policy) {
    this.retryPolicy = given(policy, "retry");
    return this;
  }

  /**
   * How much of a source partition is held before it is written. Default: 10,000 elements or 32
   * MiB, whichever comes first.
   *
   * @param elements rows waiting, at least 1
   * @param bytes of their records, at least 1
   * @throws ConfigurationException if one of them is less
   */
  public PipelineBuilder flushAt(int elements, long bytes) {
    this.flushBounds = new FlushBounds(elements, bytes);
    return this;
  }

  /** The definition version; raise it when code inside functions changes. Default 1. */
  public PipelineBuilder version(int definitionVersion) {
    this.version = definitionVersion;
    return this;
  }

  /**
   * Replaces the stored aggregates of lower definition versions, instead of refusing them; for
   * streams, as a batch always does. The run has to read each partition of its source from the
   * first offset that the log has, or it is refused; once begun, it goes on after a restart.
   * Aggregates then hold what the log has. Documents of groups that no record has any more stay as
   * they are.
   */
  public PipelineBuilder rebuild() {
    this.rebuild = true;
    return this;
  }

  /**
   * The definition.
   *
   * @throws ConfigurationException with every problem found
   */
  public Pipeline build() {
    List<String> problems = new ArrayList<>();
    List<BranchDefinition> definitions = definitions(problems);
    boolean counts = counts() || branches.stream().anyMatch(BranchDeclaration::counts);
    if (counts && aggregateTarget == null) {
      problems.add("into: the aggregations have no store");
    }
    if (!counts && aggregateTarget != null) {
      problems.add("into: there is a store but no aggregation");
    }
    if (version < 1) {
      problems.add("version: got " + version + ", expected at least 1");
    }
    if (deadLetterTarget == null && errorPolicy != null && !errorPolicy.fail()) {
      problems.add("onError: there are no deadLetters(…) for the elements that it lets pass");
    }
    requireUnique(
        "aggregation",
        Stream.<BranchDeclaration<?>>concat(Stream.of(this), branches.stream())
            .flatMap(each -> each.aggregationNames().stream())
            .toList(),
        problems);
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("pipeline '" + name + "'", problems);
    }
    Pipeline pipeline =
        new Pipeline(
            new PipelineDefinition(
                name,
                version,
                definitions,
                unknownFiltered,
                aggregateTarget,
                deadLetterTarget,
                orDefault(errorPolicy),
                retryPolicy,
                flushBounds,
                rebuild));
    requireSerializable(pipeline);
    return pipeline;
  }

  private List<BranchDefinition> definitions(List<String> problems) {
    if (branches.isEmpty()) {
      if (unknownFiltered) {
        problems.add("unknownFiltered: there are no branches, so all records are taken");
      }
      List<String> sinks = PipelineDefinition.Output.names(outputs());
      return known(
          Stream.of(Optional.ofNullable(checked("", Route.ALL, null, name, sinks, problems))));
    }
    problems.addAll(declared);
    if (!isEmpty()) {
      problems.add(
          "branches: got records, steps, sinks or aggregations on the pipeline too, expected all of them in branches");
    }
    Iterator<String> sinks =
        PipelineDefinition.Output.names(
                branches.stream().flatMap(each -> each.outputs().stream()).toList())
            .iterator();
    List<BranchDefinition> definitions =
        known(
            branches.stream()
                .map(
                    each ->
                        Optional.ofNullable(
                            each.checked(
                                name,
                                each.outputs().stream().map(any -> sinks.next()).toList(),
                                problems))));
    requireUnique("branch", branches.stream().map(BranchBuilder::name).toList(), problems);
    if (definitions.size() == branches.size()) {
      problems.addAll(BranchCheck.problems(definitions));
    }
    return definitions;
  }

  private static List<BranchDefinition> known(Stream<Optional<BranchDefinition>> definitions) {
    return definitions.flatMap(Optional::stream).toList();
  }

  /** Fails fast unless dead letters are configured. */
  private ErrorPolicy orDefault(@Nullable ErrorPolicy declared) {
    if (declared != null) {
      return declared;
    }
    return deadLetterTarget == null ? ErrorPolicy.failFast() : ErrorPolicy.deadLetter();
  }

  /** Found here, with its name, rather than later in the depths of an engine. */
  private void requireSerializable(Pipeline pipeline) {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(pipeline);
    } catch (IOException e) {
      throw new ConfigurationException(
          "pipeline '"
              + name
              + "' cannot be serialized ("
              + e.getMessage()
              + "): functions given to where and derived, and targets, must hold serializable"
              + " values only");
    }
  }
}
