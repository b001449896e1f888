package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink.VersionedRow;
import dev.rollcall.core.record.Row;
import dev.rollcall.faults.simulation.Turns;
import dev.rollcall.testkit.random.Draw;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run: a log, two workers on all of it, an operator who sends letters again, and a store of one
 * kind. One seed is one run. First all work in turn, as chance says, while calls time out, workers
 * crash, and what they wrote is late or lost. Then the log is worked off, most of what was refused
 * is repaired and sent again, and what is still under way arrives. In the end all of the log is
 * read once more, without faults, which must change nothing, and whose accounts are known.
 */
final class PartsWorld {

  /** What must have hit in some run: without it the runs show nothing. */
  enum Fault {
    CRASH,
    TIME_OUT,
    LATE_WRITE,
    LOST_WRITE,
    REPLAY,
    ALREADY_APPLIED,
    OLD_LINE_AFTER_A_CHANGE,
    OLD_REMOVAL_AFTER_NEWER_LINES,
    LINE_SENT_AGAIN,
    ORDER_SENT_AGAIN,
    SENT_AGAIN_TWICE,
    SENT_AGAIN_AFTER_A_CHANGE,
    REFUSED_AGAIN,
    MALFORMED,
    UNKNOWN_KIND,
    ORDER_DELETED,
    ORDER_FILTERED,
    LINE_WITHOUT_ITS_ORDER,
    LINE_IS_GONE,
    BY_ROW,
    BY_CELL,
    IN_MEMORY
  }

  /** What becomes of a call. */
  enum Fate {
    FINE,
    TIMES_OUT,
    CRASH
  }

  final PartsBug bug;
  final Random random;
  final ShopTables.Kind kind;
  final ShopLog log;
  final ShopTables tables;
  final NewestRows refunds = new NewestRows();
  final ShopDocuments documents = new ShopDocuments(this);
  final int[] committed = new int[ShopLog.PARTITIONS];
  final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  final List<String> violations = new ArrayList<>();

  /** The letters, by what they are of; in this order the operator sees them. */
  final Map<String, DeadLetter> letters = new TreeMap<>();

  private final List<Runnable> late = new ArrayList<>();
  private final Map<String, Row.Version> newestLines = new HashMap<>();
  private final Map<String, Row.Version> newestRemovals = new HashMap<>();
  private boolean isCalm;
  private RunReport reported = RunReport.EMPTY;

  private PartsWorld(long seed, PartsBug bug) {
    this.bug = bug;
    // mixed, or the first draw is much the same for all small seeds
    this.random = new Random(Draw.mix(seed));
    List<ShopTables.Kind> kinds = new ArrayList<>(new TreeSet<>(bug.stores));
    this.kind = kinds.get(random.nextInt(kinds.size()));
    hit(Fault.valueOf(kind.name()));
    this.log = new ShopLog(random, kind != ShopTables.Kind.BY_CELL);
    this.tables = kind.open(bug);
  }

  /** The world of a seed, after its end. */
  static PartsWorld after(long seed, PartsBug bug) {
    PartsWorld world = new PartsWorld(seed, bug);
    world.run();
    return world;
  }

  private void run() {
    List<PartsWorker> workers = List.of(new PartsWorker(this), new PartsWorker(this));
    Operator operator = new Operator(this);
    for (int steps = 10 + random.nextInt(22); steps > 0; steps--) {
      workers.get(random.nextInt(workers.size())).step();
      arrive(0.1);
      if (chance(0.15)) {
        operator.sendSomeAgain();
      }
      if (chance(0.04)) {
        hit(Fault.REPLAY);
        committed[random.nextInt(committed.length)] = 0;
      }
    }
    workers.get(0).finish();
    operator.sendMostAgain();
    workers.get(1).finish();
    arrive(1);
    isCalm = true;
    compare("at the end");
    committed[0] = 0;
    committed[1] = 0;
    reported = RunReport.EMPTY;
    new PartsWorker(this).finish();
    compare("read again");
    compareAccounts();
  }

  /** Draws what becomes of the next call. */
  Fate fate() {
    int chance = isCalm ? 100 : random.nextInt(100);
    return chance < 8 ? Fate.TIMES_OUT : chance < 14 ? Fate.CRASH : Fate.FINE;
  }

  /** Takes a write of a call that is not answered: it is done, late or lost. */
  void strand(Runnable write) {
    double chance = random.nextDouble();
    if (chance < 0.3) {
      write.run();
    } else if (chance < 0.65) {
      hit(Fault.LATE_WRITE);
      late.add(write);
    } else {
      hit(Fault.LOST_WRITE);
    }
  }

  /**
   * Ends a call.
   *
   * @param isPassedOver the planted bug: the worker does not hear that it timed out
   */
  void answer(Fate fate, boolean isPassedOver) {
    if (fate == Fate.CRASH || fate == Fate.FINE && !isCalm && chance(0.02)) {
      hit(Fault.CRASH);
      throw new Turns.Crash();
    }
    if (fate == Fate.TIMES_OUT) {
      hit(Fault.TIME_OUT);
      if (!isPassedOver) {
        throw new TransientException("simulated: timed out");
      }
    }
  }

  private void arrive(double share) {
    for (Runnable write : List.copyOf(late)) {
      if (chance(share)) {
        late.remove(write);
        write.run();
      }
    }
  }

  /** Notes that a line comes to the store. */
  void lineArrives(VersionedRow line) {
    String order = ShopTables.whole(ShopTables.key(line.row()));
    Row.Version removed = newestRemovals.get(order);
    if (removed != null && line.version().compareTo(removed) < 0) {
      hit(Fault.OLD_LINE_AFTER_A_CHANGE);
    }
    newestLines.merge(order, line.version(), PartsWorld::newer);
  }

  /** Notes that the removal of an order's older lines comes to the store. */
  void removalArrives(VersionedRow order) {
    String key = ShopTables.key(order.row());
    Row.Version line = newestLines.get(key);
    if (line != null && line.compareTo(order.version()) > 0) {
      hit(Fault.OLD_REMOVAL_AFTER_NEWER_LINES);
    }
    newestRemovals.merge(key, order.version(), PartsWorld::newer);
  }

  private static Row.Version newer(Row.Version one, Row.Version other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Keeps a letter, once. */
  void keep(DeadLetter letter) {
    letters.put(
        ShopOracle.letter(
            letter.partition().partition(),
            letter.offset(),
            letter.ordinal(),
            letter.element().branch()),
        letter);
  }

  /** Takes what a flush reports. */
  void account(RunReport report) {
    if (!report.balances()) {
      violations.add("accounts: got " + report);
    }
    report
        .aggregations()
        .values()
        .forEach(applied -> hit(Fault.ALREADY_APPLIED, (int) applied.alreadyApplied()));
    reported = reported.plus(report);
  }

  private void compare(String when) {
    ShopOracle expected = new ShopOracle(this);
    compare(when + ": orders", tables.orders(), expected.orders());
    compare(when + ": lines", tables.lines(), expected.lines());
    compare(when + ": refunds", refunds.rows(row -> true), expected.refunds());
    compare(when + ": aggregates", documents.results(), expected.documents());
    compare(when + ": letters", letters.keySet(), expected.letters);
  }

  private void compareAccounts() {
    Map<String, String> accounts = new TreeMap<>();
    accounts.put("", text(reported));
    reported.branches().forEach((branch, report) -> accounts.put(branch, text(report)));
    compare("accounts", accounts, new ShopOracle(this).accounts());
  }

  private String text(RunReport of) {
    ShopOracle.Account account = new ShopOracle.Account();
    account.read = of.read();
    RunReport lines = of.branches().get(ShopDefinition.LINES);
    if (bug == PartsBug.ELEMENT_OF_TWO_BRANCHES_COUNTS_ONCE && lines != null) {
      account.read -= lines.read();
    }
    account.filtered = of.filtered();
    account.deleted = of.deleted();
    account.refused = of.deadLettered();
    of.aggregations().values().forEach(a -> account.counted += a.applied() + a.alreadyApplied());
    return account.toString();
  }

  private void compare(String what, Object got, Object expected) {
    if (!got.equals(expected)) {
      violations.add(what + ": got " + got + ", expected " + expected);
    }
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  void hit(Fault fault) {
    hit(fault, 1);
  }

  private void hit(Fault fault, int times) {
    if (times > 0) {
      faults.merge(fault, times, Integer::sum);
    }
  }
}
