package dev.rollcall.core.internal.run;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.aggregate.AggregateDetails;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.AggregateOwner;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.record.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, before anything is written, whether the stored aggregates are of the pipeline's
 * definition, and keeps rebuilds whole: a document holds all records of a partition only if the
 * rebuild began that partition at its first offset. The entry of each aggregation records which
 * partitions it began so; they may be continued anywhere. Threadsafe.
 *
 * <p>A rebuild is entered when it is opened, before it is given partitions, so that whoever is
 * given one later finds it. Until it has begun one, the definition before may still come back.
 *
 * <p>A worker of a lower version asks again whenever it is given a partition: it must not move the
 * positions of one that a higher version counts. Documents are checked one by one all the same.
 */
public final class AggregateDefinitions {

  private final List<OfOne> each;
  private final RetryPolicy retry;

  AggregateDefinitions(CompiledPipeline pipeline, @Nullable AggregateStore store, boolean isBatch) {
    this.retry = pipeline.retryPolicy();
    this.each =
        store == null
            ? List.of()
            : pipeline.aggregations().stream()
                .map(
                    one ->
                        new OfOne(
                            store,
                            store.definitions(one.name()),
                            pipeline.owner(one, isBatch),
                            AggregateDetails.of(
                                pipeline.owner(one, isBatch), one.aggregator().aggregation()),
                            new AtomicReference<>("")))
                .toList();
  }

  /**
   * Refuses what does not fit.
   *
   * @throws ConfigurationException if aggregates of another definition are stored, and are not to
   *     be replaced
   */
  void require() {
    each.forEach(one -> call(one::require));
  }

  /** Enters our definition of each aggregation. */
  void enter() {
    each.forEach(one -> call(one::enter));
  }

  /**
   * Begins to read partitions, or goes on with them.
   *
   * @param isAtStart whether the next record of a partition is the first that its log has
   * @throws ConfigurationException if a rebuild would miss the beginning of one, or a higher
   *     version counts here now
   */
  public void begin(Collection<SourcePartition> partitions, Predicate<SourcePartition> isAtStart) {
    if (partitions.isEmpty()) {
      return;
    }
    Map<SourcePartition, Boolean> asked = new HashMap<>();
    Predicate<SourcePartition> once =
        partition -> asked.computeIfAbsent(partition, isAtStart::test);
    // first of all aggregations, so that nothing is recorded of a run that cannot begin
    each.forEach(one -> call(() -> one.begin(partitions, once, false)));
    each.forEach(one -> call(() -> one.begin(partitions, once, true)));
  }

  /**
   * Goes on where all partitions of a source began at their first offsets, also those that the
   * source has got since.
   *
   * @throws ConfigurationException if a rebuild has not begun this source, or a higher version
   *     counts here now
   */
  public void goOn(Collection<SourcePartition> partitions) {
    each.forEach(
        one ->
            call(
                () -> {
                  AggregateDetails details = one.current();
                  boolean isBegun = partitions.stream().anyMatch(details::hasBegun);
                  return one.begin(partitions, partition -> isBegun, true);
                }));
  }

  private <T> T call(Supplier<T> action) {
    return retry.call(action);
  }

  private record OfOne(
      AggregateStore store,
      DefinitionRegistry registry,
      AggregateOwner owner,
      AggregateDetails ours,
      AtomicReference<String> entered) {

    private static final String STORED = "aggregates";

    private Optional<DefinitionRegistry.Entry> stored() {
      return registry.entries().stream()
          .filter(entry -> entry.pipeline().equals(owner.pipeline()))
          .findFirst();
    }

    private AggregateDetails details(DefinitionRegistry.Entry entry) {
      return AggregateDetails.parse(
          "aggregation '%s', %s".formatted(owner.aggregation(), entry), entry.details());
    }

    private DefinitionRegistry.Entry entry(AggregateDetails details) {
      return new DefinitionRegistry.Entry(owner.pipeline(), owner.version(), details.text());
    }

    private Optional<AggregateDocument.Header> anyDocument() {
      return store
          .anyOf(owner.pipeline(), owner.aggregation())
          .map(document -> AggregateDocument.header(document.state()));
    }

    /** What counts: the entry, or, until the rebuild that it stands for has begun, the former. */
    private DefinitionRegistry.@Nullable Entry counting(DefinitionRegistry.@Nullable Entry entry) {
      if (entry == null) {
        return null;
      }
      AggregateDetails found = details(entry);
      if (owner.isOurs(entry.version(), found.fingerprint()) || !found.isUnbegun()) {
        return entry;
      }
      AggregateDetails.Former former = found.former();
      return former == null
          ? null
          : new DefinitionRegistry.Entry(owner.pipeline(), former.version(), former.details());
    }

    boolean require() {
      require(counting(stored().orElse(null)));
      return true;
    }

    private void require(DefinitionRegistry.@Nullable Entry entry) {
      if (entry == null) {
        anyDocument()
            .flatMap(
                found ->
                    owner.problem(found.definitionVersion(), found.fingerprint(), "a document"))
            .ifPresent(OfOne::refuse);
        return;
      }
      AggregateDetails found = details(entry);
      if (owner.isOurs(entry.version(), found.fingerprint())) {
        requireSomethingToRebuild(found);
        return;
      }
      String problem = owner.problem(entry.version(), found.fingerprint(), STORED).orElse(null);
      if (entry.version() > owner.version()) {
        refuse(
            problem
                + "; if the aggregation was emptied or made anew, delete its entry from "
                + DefinitionRegistry.NAME);
      }
      if (problem != null || !found.groups().equals(ours.groups())) {
        anyDocument().ifPresent(any -> refuse(problem != null ? problem : otherGroups(found)));
      }
    }

    /** Else positions would be asked for the beginning of the source without need. */
    private void requireSomethingToRebuild(AggregateDetails found) {
      if (owner.mode() == AggregateOwner.Mode.REBUILD && !found.isRebuild()) {
        refuse(
            "aggregation '%s': got rebuild(), but its aggregates are of version %d already, and were not rebuilt; to rebuild them raise the version above %d, else leave rebuild() out"
                .formatted(owner.aggregation(), owner.version(), owner.version()));
      }
    }

    private String otherGroups(AggregateDetails found) {
      return "aggregation '%s': got groups by [%s], but those of the lower version are by [%s]: they would stay among the new ones; give the aggregation another name, or stop its writers and delete all its aggregates first"
          .formatted(owner.aggregation(), ours.groups(), found.groups());
    }

    boolean enter() {
      while (true) {
        DefinitionRegistry.Entry entry = stored().orElse(null);
        DefinitionRegistry.Entry counting = counting(entry);
        require(counting);
        DefinitionRegistry.Entry wanted =
            counting != null && owner.isOurs(counting.version(), details(counting).fingerprint())
                // what is written from now on, or the next definition is compared with an older one
                ? entry(details(counting).as(owner.fingerprint()))
                : entry(
                    owner.mode() == AggregateOwner.Mode.REBUILD
                        ? ours.asRebuild(UUID.randomUUID().toString(), former(counting))
                        : ours);
        if (wanted.equals(entry) || registry.replace(entry, wanted)) {
          entered.set(details(wanted).rebuild());
          return true;
        }
      }
    }

    private static AggregateDetails.@Nullable Former former(
        DefinitionRegistry.@Nullable Entry entry) {
      return entry == null ? null : new AggregateDetails.Former(entry.version(), entry.details());
    }

    /** What is entered now, which must be our definition. */
    AggregateDetails current() {
      return current(stored().orElse(null));
    }

    private AggregateDetails current(DefinitionRegistry.@Nullable Entry entry) {
      if (entry == null) {
        // the store keeps no entries, or somebody has deleted it
        return ours.asRebuild(Objects.requireNonNull(entered.get()), null);
      }
      AggregateDetails found = details(entry);
      if (!owner.isOurs(entry.version(), found.fingerprint())
          // else one who was long away would record what others have moved since
          || !found.rebuild().equals(entered.get())) {
        if (entry.version() > owner.version() && found.isUnbegun()) {
          refuse(
              "aggregation '%s': %s is about to rebuild it, so version %d must not be given a partition in between; until the rebuild has begun, which it has not, version %d can be started again"
                  .formatted(owner.aggregation(), entry, owner.version(), owner.version()));
        }
        refuse(
            owner
                .problem(entry.version(), found.fingerprint(), STORED)
                .orElse(
                    "aggregation '%s': %s has been entered again since this run was opened: stop its workers first"
                        .formatted(owner.aggregation(), entry)));
      }
      return found;
    }

    boolean begin(
        Collection<SourcePartition> partitions,
        Predicate<SourcePartition> isAtStart,
        boolean records) {
      while (true) {
        DefinitionRegistry.Entry entry = stored().orElse(null);
        AggregateDetails found = current(entry);
        List<SourcePartition> fresh =
            partitions.stream().filter(partition -> !found.hasBegun(partition)).sorted().toList();
        if (!found.isRebuild() || fresh.isEmpty()) {
          return true;
        }
        List<SourcePartition> late =
            fresh.stream().filter(partition -> !isAtStart.test(partition)).toList();
        if (!late.isEmpty()) {
          refuse(tooLate(late));
        }
        if (!records || registry.replace(entry, entry(found.with(fresh)))) {
          return true;
        }
      }
    }

    private String tooLate(List<SourcePartition> late) {
      return "aggregation '%s' is rebuilt by pipeline '%s' version %d, which has to read each partition from its first offset, but would go on in the midst of: %s; replay the source from its beginning (rollcall replay --from-beginning), or start with a new consumer group or checkpoint"
          .formatted(
              owner.aggregation(),
              owner.pipeline(),
              owner.version(),
              late.stream().map(SourcePartition::toString).collect(Collectors.joining(", ")));
    }

    private static void refuse(String problem) {
      throw new ConfigurationException(problem);
    }
  }
}
