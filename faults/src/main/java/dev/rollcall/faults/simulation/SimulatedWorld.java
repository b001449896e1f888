package dev.rollcall.faults.simulation;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.simulation.Turns.Crash;
import dev.rollcall.faults.simulation.Turns.Stop;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/**
 * One run of the simulation: a log, its commits, three workers that come and go and one that
 * finishes. The workers are threads, and so are the flushes that a worker has under way while it
 * reads on, but only the one that holds the baton runs, and it passes the baton on at a {@link
 * #point} only; who comes next and what goes wrong is chosen by the seeded random. So one seed is
 * one run, the real code in the workers included.
 *
 * <p>First phase: rebalances, crashes and faults. Then the last worker owns all partitions and
 * works them off, while the others go on for a while as zombies and late writes still arrive.
 */
final class SimulatedWorld {

  static final int PARTITIONS = 3;
  private static final int WORKERS = 3;

  /** Flushes that a worker can have under way beside what it reads. */
  static final int WRITERS = 2;

  private static final int MAX_STEPS = 20_000;

  /** Different events in all partitions; many elements are copies. */
  private static final int EVENTS = 12;

  /** One world of so many is crowded, with a record of so many elements. */
  private static final int CROWDED = 50;

  private static final int CROWD = 1_060;

  /** Faults that hit in a run: without them it shows nothing. */
  enum Fault {
    CRASH,
    REBALANCE,
    ZOMBIE_STEP,
    REPLAYED,
    REJECTED,
    CONTENDED,
    SUPERSEDED,
    LOST_ACKNOWLEDGEMENT,
    LATE_WRITE_APPLIED,
    LATE_WRITE_REFUSED,
    HIDDEN,
    GIVEN_UP,
    READ_DURING_FLUSH,
    LEFT_DURING_FLUSH,
    LEFT_DURING_MERGE,
    MERGED_TOGETHER,
    FAILED_TOGETHER,
    OPEN_BUFFER_DISCARDED
  }

  final PlantedBug bug;
  final Random random;
  final List<List<SourceRecord>> log = new ArrayList<>();
  final long[] committed = new long[PARTITIONS];
  final int[] owner = new int[PARTITIONS];
  final SimulatedStore store;
  final SimulatedRows rows;
  final List<String> violations = new ArrayList<>();
  final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

  /** Writes that are still under way; each may arrive at any time, or never. */
  final List<Runnable> late = new ArrayList<>();

  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final Turns turns = new Turns(WORKERS + 1, (WORKERS + 1) * WRITERS);

  /** Whose turn it is: a worker, by its id, or one of its writers. */
  private int running;

  private final int calmAfter;
  private int endAfter;
  private int steps;

  private SimulatedWorld(long seed, PlantedBug bug) {
    this.bug = bug;
    this.random = new Random(seed);
    this.store = new SimulatedStore(this);
    this.rows = new SimulatedRows(this);
    boolean isCrowded = Math.floorMod(seed, CROWDED) == 3;
    for (int p = 0; p < PARTITIONS; p++) {
      log.add(records(p, isCrowded));
      owner[p] = random.nextInt(WORKERS);
    }
    this.calmAfter = 60 + random.nextInt(240);
    this.endAfter = calmAfter + random.nextInt(120);
    for (int i = 0; i <= WORKERS; i++) {
      workers.add(new SimulatedWorker(this, i, i == WORKERS));
    }
  }

  /** In a crowded world one record has more events of a colour than are kept. */
  private List<SourceRecord> records(int number, boolean isCrowded) {
    SourcePartition partition = new SourcePartition("log", number);
    List<SourceRecord> records = new ArrayList<>();
    int size = 5 + random.nextInt(15);
    for (int offset = 0; offset < size; offset++) {
      StringJoiner json = new StringJoiner(",", "{\"results\":[", "]}");
      int elements = 1 + random.nextInt(3);
      for (int i = 0; i < elements; i++) {
        long hash = SimulatedPipeline.hash(number, offset, i);
        json.add(
            element(
                number + "-" + random.nextInt(5),
                "rgb".charAt(random.nextInt(3)),
                Math.floorMod(hash >> 7, EVENTS),
                hash));
      }
      for (int i = elements; isCrowded && number == 1 && offset == 2 && i < CROWD; i++) {
        json.add(element("crowd", 'b', i, SimulatedPipeline.hash(number, offset, i)));
      }
      byte[] value = json.toString().getBytes(StandardCharsets.UTF_8);
      Instant time = Instant.ofEpochMilli(1_767_225_600_000L + offset);
      records.add(new SourceRecord(partition, "log", offset, time, null, value));
    }
    return records;
  }

  private static String element(String id, char colour, int event, long hash) {
    return "{\"id\":\"%s\",\"colour\":\"%s\",\"event\":\"e%d\",\"hash\":%d}"
        .formatted(id, colour, event, hash);
  }

  /** Runs until all is quiet. */
  private void run() {
    if (!turns.run(worker -> live(workers.get(worker)), this::next)) {
      violations.add("hung");
    }
    while (!late.isEmpty()) {
      late.remove(late.size() - 1).run();
    }
  }

  private void live(SimulatedWorker worker) {
    live(worker::live);
    if (worker.last) {
      // the others go on as zombies for a moment after all is done
      endAfter = Math.min(endAfter, steps + random.nextInt(40));
    }
  }

  private void live(Runnable life) {
    try {
      life.run();
    } catch (Stop stop) {
      // that is how a worker ends
    } catch (Throwable e) {
      violations.add("worker failed: " + e);
    }
  }

  /** Where anything can happen: a crash, a rebalance, a late write, somebody else's turn. */
  void point(SimulatedWorker me) {
    steps++;
    if (steps > MAX_STEPS) {
      violations.add("stuck");
      throw new Stop();
    }
    if (!me.last && steps > endAfter) {
      throw new Stop();
    }
    if (isStormy()) {
      if (random.nextInt(25) == 0) {
        rebalance();
      }
      if (random.nextInt(50) == 0) {
        hit(Fault.CRASH);
        throw new Crash();
      }
    }
    if (!late.isEmpty() && random.nextInt(12) == 0) {
      late.remove(random.nextInt(late.size())).run();
    }
    if (random.nextInt(3) == 0) {
      int from = running;
      turns.pass(from, next());
      me.requireAlive();
    }
  }

  /** Which of a worker's threads has the turn: 0 if it is the one that reads, else its writer. */
  int thread() {
    return running <= WORKERS ? 0 : 1 + (running - WORKERS - 1) % WRITERS;
  }

  /** A writer of a worker that has nothing to do, from 1; 0 if there is none. */
  int idleWriter(SimulatedWorker worker) {
    for (int writer = 1; writer <= WRITERS; writer++) {
      if (turns.hasEnded(number(worker, writer))) {
        return writer;
      }
    }
    return 0;
  }

  /** Gives an idle writer something to do; it begins when it has the turn. */
  void begin(SimulatedWorker worker, int writer, Runnable work) {
    turns.begin(number(worker, writer), () -> live(work), this::next);
  }

  private static int number(SimulatedWorker worker, int writer) {
    return WORKERS + worker.id * WRITERS + writer;
  }

  /** The worker that a number is, or is a writer of. */
  private static int worker(int number) {
    return number <= WORKERS ? number : (number - WORKERS - 1) / WRITERS;
  }

  /** Chooses who has the turn next; negative if all have ended. */
  private int next() {
    running = chosen();
    return running;
  }

  private int chosen() {
    List<Integer> able = new ArrayList<>();
    for (int i = 0; i <= WORKERS + (WORKERS + 1) * WRITERS; i++) {
      if (!turns.hasEnded(i) && (worker(i) < WORKERS || !isStormy())) {
        able.add(i);
      }
    }
    if (!isStormy()) {
      Arrays.fill(owner, WORKERS);
    }
    if (able.isEmpty() && !turns.hasEnded(WORKERS)) {
      return WORKERS;
    }
    return able.isEmpty() ? -1 : able.get(random.nextInt(able.size()));
  }

  private void rebalance() {
    int partition = random.nextInt(PARTITIONS);
    int from = owner[partition];
    int to = random.nextInt(WORKERS);
    hit(Fault.REBALANCE);
    if (random.nextBoolean()) {
      workers.get(from).revoked.add(partition);
    }
    workers.get(to).lost.add(partition);
    owner[partition] = to;
  }

  /** True in the first phase. */
  private boolean isStormy() {
    return steps < calmAfter;
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  void hit(Fault fault) {
    hit(fault, 1);
  }

  void hit(Fault fault, long times) {
    if (times > 0) {
      faults.merge(fault, Math.toIntExact(times), Integer::sum);
    }
  }

  /** Points at which something could have happened. */
  int steps() {
    return steps;
  }

  /** The world of a seed, after its end. */
  static SimulatedWorld after(long seed, PlantedBug bug) {
    SimulatedWorld world = new SimulatedWorld(seed, bug);
    world.run();
    return world;
  }
}
