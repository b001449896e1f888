package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.faults.simulation.Turns;
import dev.rollcall.faults.simulation.Turns.Crash;
import dev.rollcall.faults.simulation.Turns.Stop;
import dev.rollcall.testkit.random.Draw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One run: a log, two workers of the first version, and from some moment on two of the second that
 * rebuild, in the same consumer group or in one of their own; somebody who stops workers, moves a
 * group back to the beginning, and deploys what must not be. One seed is one run, see {@link
 * Turns}.
 *
 * <p>First phase: rebalances, crashes and faults. Then a worker of the second version works off its
 * group, replaying it if the rebuild is refused, while the others go on for a while as zombies and
 * late writes still arrive.
 */
final class RebuildWorld {

  static final int PARTITIONS = 4;
  static final int OPERATOR = 4;
  static final int LAST = 5;

  /** The partition that the log gets later. */
  private static final int ADDED = PARTITIONS - 1;

  private static final int MAX_STEPS = 20_000;

  /** What must have hit in some run: without it the runs show nothing. */
  enum Fault {
    CRASH,
    SLEEP,
    REBALANCE,
    ZOMBIE_STEP,
    COMMIT_REFUSED,
    REJECTED,
    LOST_ACKNOWLEDGEMENT,
    LATE_WRITE,
    GIVEN_UP,
    ENTRY_TIMED_OUT,
    ENTRY_CONTENDED,
    ENTRIES_FORGOTTEN,
    DOCUMENT_REPLACED,
    PARTITION_ADDED,
    ONE_GROUP,
    GROUP_REPLAYED,
    PARTITION_REPLAYED,
    REBUILD_REFUSED,
    REBUILD_WENT_ON,
    SLEEPER_HALTED,
    LOWER_CAME_BACK,
    LOWER_HALTED_AT_DOCUMENT,
    LOWER_HALTED_WHEN_ASSIGNED,
    LOWER_REFUSED,
    MISTAKE_REFUSED
  }

  final RebuildBug bug;
  final Random random;
  final RebuildLog log;
  final RebuildStore store;
  final List<String> violations = new ArrayList<>();
  final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

  /** Writes that are still under way; each may arrive at any time, or never. */
  final List<Runnable> late = new ArrayList<>();

  /** Partitions that the rebuild has begun: it may go on with them wherever it is. */
  final Set<Integer> begun = new HashSet<>();

  /** Revisions of documents that were replaced by a higher version. */
  final Set<String> replaced = new HashSet<>();

  private final List<RebuildWorker> workers = new ArrayList<>();
  private final Turns turns = new Turns(LAST + 1);
  private final ConsumerGroup first = new ConsumerGroup();
  private final ConsumerGroup second;

  /** Workers of both versions are in one group from its beginning, and sleep when it hurts most. */
  private final boolean isSleepy;

  private final long[] asleepUntil = new long[LAST + 1];
  private final int deployAfter;
  private final int addAfter;
  private final int calmAfter;
  private int endAfter;
  private int steps;
  private boolean deployed;
  private boolean added;
  private boolean calm;

  private RebuildWorld(long seed, RebuildBug bug) {
    this.bug = bug;
    // mixed, or the first draw is much the same for all small seeds
    this.random = new Random(Draw.mix(seed));
    this.isSleepy =
        bug == RebuildBug.SLEEPER_GOES_ON
            || bug == RebuildBug.REBUILD_IS_ENTERED_WHEN_IT_BEGINS
            || chance(0.3);
    this.log = new RebuildLog(random, isSleepy || chance(0.3));
    this.store = new RebuildStore(this);
    this.second = isSleepy || chance(0.7) ? first : new ConsumerGroup();
    this.deployAfter = random.nextInt(140);
    this.calmAfter = deployAfter + 100 + random.nextInt(500);
    this.addAfter = random.nextInt(calmAfter);
    this.endAfter = calmAfter + random.nextInt(120);
    for (int id = 0; id <= LAST; id++) {
      workers.add(
          new RebuildWorker(
              this, id, id < 2 ? RebuildDefinitions.FIRST : RebuildDefinitions.SECOND));
    }
    for (int partition = 0; partition < ADDED; partition++) {
      first.give(partition, random.nextInt(2));
    }
  }

  /** The world of a seed, after its end. */
  static RebuildWorld after(long seed, RebuildBug bug) {
    RebuildWorld world = new RebuildWorld(seed, bug);
    world.run();
    return world;
  }

  private void run() {
    if (!turns.run(worker -> live(workers.get(worker)), this::next)) {
      violations.add("hung");
    }
    while (!late.isEmpty()) {
      late.remove(late.size() - 1).run();
    }
    if (violations.isEmpty()) {
      violations.addAll(log.violations(store.documents.values()));
    }
  }

  private void live(RebuildWorker worker) {
    try {
      if (worker.id == OPERATOR) {
        Operator.live(worker);
      } else {
        worker.live();
      }
    } catch (Stop stop) {
      // that is how a worker ends
    } catch (Throwable e) {
      violations.add("worker failed: " + e);
    }
    if (worker.id == LAST) {
      // the others go on as zombies for a moment after all is done
      endAfter = Math.min(endAfter, steps + random.nextInt(40));
    }
  }

  /** Where anything can happen: a crash, a rebalance, a late write, somebody else's turn. */
  void point(RebuildWorker me) {
    steps++;
    if (steps > MAX_STEPS) {
      violations.add("stuck");
      throw new Stop();
    }
    if (!violations.isEmpty() || me.id != LAST && steps > endAfter) {
      throw new Stop();
    }
    if (!calm) {
      happen(me);
    }
    if (!late.isEmpty() && random.nextInt(12) == 0) {
      late.remove(random.nextInt(late.size())).run();
    }
    if (random.nextInt(isSleepy ? 200 : 60) == 0) {
      sleep(me);
    } else if (random.nextInt(3) == 0) {
      turns.pass(me.id, next());
    }
  }

  /** A worker has been given a partition, and has not yet begun it. */
  void sleepWhenAssigned(RebuildWorker me) {
    if (chance(isSleepy ? 0.95 : 0.1)) {
      sleep(me);
    }
  }

  /** A worker has read an entry, and has not yet replaced it. */
  void sleepAfterReading(RebuildWorker me) {
    if (chance(isSleepy ? 0.05 : 0.2)) {
      sleep(me);
    }
  }

  /** A worker stands still for long, and loses what it has, or does not. */
  private void sleep(RebuildWorker me) {
    if (calm || me.id == OPERATOR) {
      return;
    }
    hit(Fault.SLEEP);
    asleepUntil[me.id] = steps + 20L + random.nextInt(isSleepy ? 500 : 150);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      if (owns(me, partition) && random.nextBoolean()) {
        give(group(me), partition);
      }
    }
    turns.pass(me.id, next());
  }

  private void happen(RebuildWorker me) {
    if (steps >= calmAfter) {
      calm = true;
      addPartition();
      deploy();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        second.give(partition, LAST);
      }
      return;
    }
    if (steps >= deployAfter) {
      deploy();
    }
    if (steps >= addAfter) {
      addPartition();
    }
    if (random.nextInt(20) == 0) {
      rebalance();
    }
    if (me.id != OPERATOR && random.nextInt(isSleepy ? 300 : 100) == 0) {
      hit(Fault.CRASH);
      throw new Crash();
    }
  }

  private int next() {
    List<Integer> able = new ArrayList<>();
    for (int id = 0; id <= LAST; id++) {
      boolean isThere =
          id < 2 || (id == LAST ? calm : deployed && (id != OPERATOR || !calm && chance(0.2)));
      if (!turns.hasEnded(id) && isThere && (calm || asleepUntil[id] <= steps)) {
        able.add(id);
      }
    }
    for (int id = LAST; able.isEmpty() && id >= 0; id--) {
      // all are asleep, or have not had a turn, which they need to end
      if (!turns.hasEnded(id) && (id < 2 || calm || !violations.isEmpty())) {
        able.add(id);
      }
    }
    if (able.isEmpty()) {
      return -1;
    }
    return able.get(random.nextInt(able.size()));
  }

  private void addPartition() {
    if (!added) {
      added = true;
      hit(Fault.PARTITION_ADDED);
      first.give(ADDED, random.nextInt(2));
      if (second != first) {
        second.give(ADDED, 2 + random.nextInt(2));
      }
    }
  }

  /** The second version comes; those of the first are stopped before, or are not. */
  private void deploy() {
    if (deployed) {
      return;
    }
    deployed = true;
    if (chance(0.15)) {
      hit(Fault.ENTRIES_FORGOTTEN);
      store.forgetEntries();
    }
    if (second != first) {
      assignAll(second);
    } else {
      hit(Fault.ONE_GROUP);
      if (isSleepy || chance(0.5)) {
        replay();
      }
    }
  }

  /** The group is stopped, as far as it knows its workers, and moved back to the beginning. */
  void replay() {
    hit(Fault.GROUP_REPLAYED);
    Arrays.fill(second.committed, 0);
    assignAll(second);
  }

  private void assignAll(ConsumerGroup group) {
    for (int partition = 0; partition < (added ? PARTITIONS : ADDED); partition++) {
      int to = 2 + random.nextInt(2);
      workers.get(to).lost.add(partition);
      group.give(partition, to);
    }
  }

  private void rebalance() {
    ConsumerGroup group = deployed && random.nextBoolean() ? second : first;
    int partition = random.nextInt(added ? PARTITIONS : ADDED);
    int from = group.owner[partition];
    if (from == ConsumerGroup.NOBODY) {
      return;
    }
    hit(Fault.REBALANCE);
    if (workers.get(from).isOpen() && random.nextBoolean()) {
      workers.get(from).revoked.add(partition);
    } else {
      give(group, partition);
    }
  }

  private void give(ConsumerGroup group, int partition) {
    int least = group == second && group != first ? 2 : 0;
    int most = group == second && deployed ? 4 : 2;
    int to = least + random.nextInt(most - least);
    workers.get(to).lost.add(partition);
    group.give(partition, to);
  }

  /** A worker lets go of a partition that was revoked. */
  void letGo(RebuildWorker worker, int partition) {
    if (owns(worker, partition) && !calm) {
      give(group(worker), partition);
    }
  }

  private ConsumerGroup group(RebuildWorker worker) {
    return worker.version() == 1 ? first : second;
  }

  boolean owns(RebuildWorker worker, int partition) {
    return group(worker).owner[partition] == worker.id;
  }

  /** Counts up whenever a partition is given to somebody. */
  int assignment(RebuildWorker worker, int partition) {
    return group(worker).assignment[partition];
  }

  long committed(RebuildWorker worker, int partition) {
    return group(worker).committed[partition];
  }

  /** Commits, unless the partition was given to somebody since. */
  boolean commit(RebuildWorker worker, int partition, int assignment, long position) {
    boolean commits = group(worker).commit(partition, worker.id, assignment, position);
    if (!commits) {
      hit(Fault.COMMIT_REFUSED);
    }
    return commits;
  }

  /** The rebuild was refused, so what the message names is moved back to the beginning. */
  void replay(RebuildWorker last, int partition) {
    hit(Fault.PARTITION_REPLAYED);
    group(last).committed[partition] = 0;
  }

  /** Whether a worker that has ended is started now; once all is calm none is. */
  boolean mayStart(RebuildWorker worker) {
    return !calm && (worker.version() == 2 || !deployed || isSleepy || chance(0.2));
  }

  boolean isRebuildEntered() {
    return RebuildDefinitions.AGGREGATIONS.stream()
        .map(store::entry)
        .anyMatch(
            entry ->
                entry != null && entry.version() == 2 && RebuildStore.details(entry).isRebuild());
  }

  /** Whether somebody may stop, replay and deploy now. */
  boolean isOperated() {
    return deployed && !calm;
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  void hit(Fault fault) {
    faults.merge(fault, 1, Integer::sum);
  }

  /** Points at which something could have happened. */
  int steps() {
    return steps;
  }
}
