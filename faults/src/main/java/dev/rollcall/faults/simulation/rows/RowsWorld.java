package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.faults.simulation.rows.Definitions.Order;
import dev.rollcall.testkit.random.Draw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run: a log, two workers of the first version, later two of the second that replay the log,
 * and the tables they write. One seed is one run. First all work in turn, as chance says, while
 * writes time out, are lost or arrive late. Then a worker of the second version works off what is
 * left, somebody changes rows by hand, the second version is replayed, and what is still under way
 * arrives.
 */
final class RowsWorld {

  /** Bugs of rows that a column's time orders. */
  private static final Set<RowsBug> RULES =
      EnumSet.of(
          RowsBug.RECORD_TIME_IS_NOT_COMPARED,
          RowsBug.RECORD_TIME_BEFORE_COLUMN,
          RowsBug.OTHER_RULE_IS_ADMITTED);

  private static final RowTarget TARGET = InMemoryRows.named("dots");

  /** What must have hit in some run: without it the runs show nothing. */
  enum Fault {
    CRASH,
    LATE_WRITE,
    LOST_WRITE,
    BOTH_AT_ONCE,
    ROLLBACK_REFUSED,
    DAMAGE,
    NEWEST_IS_REFUSED,
    KEY_IS_REFUSED,
    DELETE_IS_NEWEST,
    REFUSED_ELEMENT_DELETES,
    ROW_AFTER_DELETE,
    LATE_ROW_AFTER_DELETE,
    LATE_DELETE_AFTER_NEWER_ROW,
    REVIVED_BY_HAND,
    ORDERED_BY_COLUMN,
    ORDER_CHANGED,
    OTHER_RULE_REFUSED
  }

  final RowsBug bug;
  final Random random;
  final List<Runnable> late = new ArrayList<>();
  final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  final List<String> violations = new ArrayList<>();
  final DotLog log;
  private final boolean byCell;
  private final Map<Integer, Order> orders;
  private final Map<Integer, RowModel> tables = new TreeMap<>();
  private final Map<Integer, List<DefinitionRegistry.Entry>> writers = new TreeMap<>();

  private RowsWorld(long seed, RowsBug bug) {
    this.bug = bug;
    // mixed, or the first draw is much the same for all small seeds
    this.random = new Random(Draw.mix(seed));
    this.byCell =
        bug == RowsBug.DEFINITIONS_SHARE_CELLS
            || bug == RowsBug.ROW_OUTLIVES_ITS_CELLS
            || bug == RowsBug.NULLS_ARE_NO_ROW
            || !RULES.contains(bug) && chance(0.25);
    boolean secondByColumn = RULES.contains(bug) || chance(0.5);
    boolean firstByColumn = secondByColumn && chance(0.5);
    this.orders =
        Map.of(
            1, firstByColumn ? Order.COLUMN : Order.RECORD_TIME,
            2, secondByColumn ? Order.COLUMN : Order.RECORD_TIME);
    if (secondByColumn) {
      hit(firstByColumn ? Fault.ORDERED_BY_COLUMN : Fault.ORDER_CHANGED);
    }
    this.log = new DotLog(random, !secondByColumn, !(byCell && secondByColumn));
  }

  /** The world of a seed, after its end. */
  static RowsWorld after(long seed, RowsBug bug) {
    RowsWorld world = new RowsWorld(seed, bug);
    world.run();
    return world;
  }

  private void run() {
    List<RowsWorker> workers = new ArrayList<>();
    workers.add(open(1));
    workers.add(open(1));
    int secondAfter = 5 + random.nextInt(30);
    int end = secondAfter + 5 + random.nextInt(40);
    for (int step = 0; step < end; step++) {
      if (step == secondAfter) {
        workers.add(open(2));
        workers.add(open(2));
        hit(Fault.BOTH_AT_ONCE);
      }
      workers.get(random.nextInt(workers.size())).step();
      arrive(0.1);
      if (step > secondAfter && chance(0.05)) {
        rollBack(workers);
      }
      if (step > secondAfter && chance(0.05)) {
        changeOrder();
      }
    }
    workers.get(2).finish();
    if (tables.get(0) instanceof ByRow table && chance(0.5)) {
      damage(table);
    }
    open(2).finish();
    workers.get(0).step();
    arrive(1);
    compare();
  }

  /** Somebody changes rows of the second version, and puts rows where markers were. */
  private void damage(ByRow table) {
    for (RowSink.VersionedRow row : table.writtenBy(2)) {
      if (chance(0.5)) {
        table.damage(RowModel.key(row.row()));
        hit(row.deleted() ? Fault.REVIVED_BY_HAND : Fault.DAMAGE);
      }
    }
  }

  private RowsWorker open(int version) {
    return open(Definitions.of(version, Objects.requireNonNull(orders.get(version))));
  }

  private RowsWorker open(CompiledPipeline definition) {
    int table = byCell && bug != RowsBug.DEFINITIONS_SHARE_CELLS ? definition.version() : 0;
    RowModel model =
        tables.computeIfAbsent(table, any -> byCell ? new ByCell(bug) : new ByRow(bug));
    registry(table).enter(TARGET, definition.outputs().get(0).owner());
    return new RowsWorker(this, definition, model);
  }

  /** Somebody deploys the first version again. */
  private void rollBack(List<RowsWorker> workers) {
    try {
      RowsWorker admitted = open(1);
      if (!byCell) {
        violations.add("the first version was admitted after the second");
      }
      workers.add(admitted);
    } catch (ConfigurationException refused) {
      hit(Fault.ROLLBACK_REFUSED);
    }
  }

  /** Somebody deploys the second version with another rule that orders its rows. */
  private void changeOrder() {
    Order other = orders.get(2) == Order.COLUMN ? Order.RECORD_TIME : Order.COLUMN;
    try {
      open(Definitions.of(2, other));
      violations.add("rows of the second version were ordered by two rules");
    } catch (ConfigurationException refused) {
      hit(Fault.OTHER_RULE_REFUSED);
    }
  }

  private Comparator<DotLog.Dot> age() {
    return orders.get(2) == Order.COLUMN ? DotLog.BY_COLUMN : DotLog.BY_RECORD_TIME;
  }

  private DefinitionRegistry registry(int table) {
    List<DefinitionRegistry.Entry> entries =
        writers.computeIfAbsent(table, any -> new ArrayList<>());
    return new DefinitionRegistry() {
      @Override
      public List<Entry> entries() {
        return switch (bug) {
          case ROLLBACK_IS_ADMITTED, DEFINITIONS_SHARE_CELLS -> List.of();
          case OTHER_RULE_IS_ADMITTED ->
              entries.stream().filter(entry -> entry.version() == 1).toList();
          default -> List.copyOf(entries);
        };
      }

      @Override
      public boolean replace(@Nullable Entry stored, Entry entry) {
        entries.removeIf(each -> Objects.equals(each, stored));
        return entries.add(entry);
      }
    };
  }

  private void arrive(double share) {
    List<Runnable> now = List.copyOf(late);
    for (Runnable write : now) {
      if (chance(share)) {
        late.remove(write);
        write.run();
      }
    }
  }

  private void compare() {
    RowModel table = Objects.requireNonNull(tables.containsKey(2) ? tables.get(2) : tables.get(0));
    Map<String, DotLog.Dot> second = log.newest(2, age());
    Map<String, List<@Nullable Object>> expected = new TreeMap<>();
    Map<String, List<@Nullable Object>> stored = new TreeMap<>(table.rows());
    log.newest(1, age())
        .forEach(
            (key, first) -> {
              DotLog.Dot dot = second.get(key);
              if (dot == null) {
                hit(Fault.KEY_IS_REFUSED);
                leftByTheFirst(key, stored.remove(key));
                return;
              }
              if (!dot.equals(first)) {
                hit(Fault.NEWEST_IS_REFUSED);
              }
              if (dot.deletes()) {
                hit(Fault.DELETE_IS_NEWEST);
                if (!Definitions.takes(2, dot.hash())) {
                  hit(Fault.REFUSED_ELEMENT_DELETES);
                }
              } else {
                expected.put(key, dot.row(2));
                if (log.wasDeletedBefore(dot, age())) {
                  hit(Fault.ROW_AFTER_DELETE);
                }
              }
            });
    if (!stored.equals(expected)) {
      violations.add("rows: got " + stored + ", expected " + expected);
    }
  }

  /** Of a key that the second version takes nothing of, what the first left stays, whole. */
  private void leftByTheFirst(String key, @Nullable List<@Nullable Object> row) {
    if (row != null && !log.holds(key, row, 1)) {
      violations.add("key " + key + ": got " + row + ", which is no row of the first version");
    }
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  void hit(Fault fault) {
    faults.merge(fault, 1, Integer::sum);
  }
}
