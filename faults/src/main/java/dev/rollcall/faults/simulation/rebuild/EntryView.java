package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.aggregate.AggregateDetails;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.faults.simulation.rebuild.RebuildWorld.Fault;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of an aggregation as one worker sees them, as long as its store is open. */
final class EntryView implements DefinitionRegistry {

  private final RebuildWorker me;
  private final RebuildWorld world;
  private final String aggregation;

  /** What was read last, and what a planted bug has made of it. */
  private @Nullable Entry read;

  private @Nullable Entry shown;

  /** A rebuild that is kept back, and what it is to replace: one of the planted bugs. */
  private @Nullable Entry kept;

  private @Nullable Entry keptBefore;

  private String ownRebuild = "";

  EntryView(RebuildWorker me, String aggregation) {
    this.me = me;
    this.world = me.world;
    this.aggregation = aggregation;
  }

  @Override
  public List<Entry> entries() {
    world.point(me);
    if (world.chance(0.03)) {
      throw new TransientException("simulated: entries timed out");
    }
    if (kept != null && me.isOpening()) {
      return List.of(kept);
    }
    read = world.store.entry(aggregation);
    if (kept != null && Objects.equals(read, keptBefore)) {
      return List.of(kept);
    }
    kept = null;
    shown = read == null ? null : shown(read);
    if (shown != null && me.isOpening()) {
      ownRebuild = RebuildStore.details(shown).rebuild();
    }
    return shown == null ? List.of() : List.of(shown);
  }

  private @Nullable Entry shown(Entry entry) {
    AggregateDetails details = RebuildStore.details(entry);
    AggregateDetails ours = me.definition().details(aggregation);
    boolean isSecond = entry.version() == 2;
    return switch (world.bug) {
      case ROLLBACK_IS_ADMITTED -> me.version() == 1 && me.isOpening() ? null : entry;
      case UNBEGUN_REBUILD_KEEPS_THE_FORMER_OUT ->
          me.version() == 1 && isSecond && details.isUnbegun()
              ? new Entry(entry.pipeline(), 2, entry.details() + "\nbegun 0 of nowhere")
              : entry;
      case BEGUN_IS_FORGOTTEN ->
          with(
              entry,
              new AggregateDetails(
                  details.fingerprint(),
                  details.groups(),
                  details.rebuild(),
                  new TreeMap<>(),
                  details.former()));
      case SLEEPER_GOES_ON ->
          isSecond && me.version() == 2 && !me.isOpening()
              ? with(
                  entry,
                  new AggregateDetails(
                      details.fingerprint(),
                      details.groups(),
                      ownRebuild,
                      details.begun(),
                      details.former()))
              : entry;
      case FINGERPRINT_IS_NOT_COMPARED ->
          entry.version() == me.version() ? with(entry, details.as(ours.fingerprint())) : entry;
      case GROUPS_ARE_NOT_COMPARED ->
          with(
              entry,
              new AggregateDetails(
                  details.fingerprint(),
                  ours.groups(),
                  details.rebuild(),
                  details.begun(),
                  details.former()));
      default -> entry;
    };
  }

  private static Entry with(Entry entry, AggregateDetails details) {
    return new Entry(entry.pipeline(), entry.version(), details.text());
  }

  @Override
  public boolean replace(@Nullable Entry stored, Entry entry) {
    world.point(me);
    world.sleepAfterReading(me);
    Entry expected = Objects.equals(stored, shown) ? read : stored;
    if (world.bug == RebuildBug.REBUILD_IS_ENTERED_WHEN_IT_BEGINS && me.version() == 2) {
      if (me.isOpening()) {
        kept = entry;
        keptBefore = expected;
        return true;
      }
      expected = kept == null ? expected : keptBefore;
      kept = null;
    }
    boolean isBlind =
        world.bug == RebuildBug.ROLLBACK_IS_ADMITTED && me.version() == 1
            || world.bug == RebuildBug.BEGUN_IS_ENTERED_BLINDLY && !me.isOpening();
    if (isBlind) {
      world.store.overwrite(aggregation, entry);
      return true;
    }
    if (world.chance(0.1)) {
      timeOut(expected, entry);
    }
    boolean done = world.store.replace(aggregation, expected, entry);
    if (!done) {
      world.hit(Fault.ENTRY_CONTENDED);
    } else if (me.isOpening()) {
      ownRebuild = RebuildStore.details(entry).rebuild();
    }
    world.point(me);
    return done;
  }

  private void timeOut(@Nullable Entry expected, Entry entry) {
    world.hit(Fault.ENTRY_TIMED_OUT);
    if (world.chance(0.4)) {
      world.store.replace(aggregation, expected, entry);
    } else if (world.chance(0.5)) {
      world.late.add(() -> world.store.replace(aggregation, expected, entry));
    }
    world.point(me);
    throw new TransientException("simulated: the entry timed out");
  }
}
