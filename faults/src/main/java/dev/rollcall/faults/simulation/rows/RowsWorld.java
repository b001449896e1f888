package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run: a log, two workers of the first version, later two of the second that replay the log,
 * and the tables they write. One seed is one run. First all work in turn, as chance says, while
 * writes time out, are lost or arrive late. Then a worker of the second version works off what is
 * left, somebody changes a row by hand, the second version is replayed, and what is still under way
 * arrives.
 */
final class RowsWorld {

  private static final int PARTITIONS = 2;
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
    KEY_IS_REFUSED
  }

  /** An element of the log. */
  private record Dot(String key, @Nullable String colour, long hash) {
    List<@Nullable Object> row(int version) {
      return Arrays.asList(key, colour, hash, Definitions.note(version, hash));
    }
  }

  final RowsBug bug;
  final Random random;
  final List<Runnable> late = new ArrayList<>();
  final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  final List<String> violations = new ArrayList<>();
  final List<List<SourceRecord>> log = new ArrayList<>();
  private final List<List<Dot>> dots = new ArrayList<>();
  private final boolean byCell;
  private final Map<Integer, RowModel> tables = new TreeMap<>();
  private final Map<Integer, List<DefinitionRegistry.Entry>> writers = new TreeMap<>();

  private RowsWorld(long seed, RowsBug bug) {
    this.bug = bug;
    this.random = new Random(seed);
    this.byCell = bug == RowsBug.DEFINITIONS_SHARE_CELLS || chance(0.25);
    for (int p = 0; p < PARTITIONS; p++) {
      dots.add(new ArrayList<>());
      log.add(records(p));
    }
  }

  /** The world of a seed, after its end. */
  static RowsWorld after(long seed, RowsBug bug) {
    RowsWorld world = new RowsWorld(seed, bug);
    world.run();
    return world;
  }

  private List<SourceRecord> records(int number) {
    List<SourceRecord> records = new ArrayList<>();
    int size = 4 + random.nextInt(14);
    for (int offset = 0; offset < size; offset++) {
      Dot dot =
          new Dot(
              number + "-" + random.nextInt(4),
              chance(0.3) ? null : "rgb".substring(random.nextInt(3)),
              random.nextInt(1_000));
      dots.get(number).add(dot);
      String json =
          "{\"id\":\"%s\",\"colour\":%s,\"hash\":%d}"
              .formatted(dot.key, dot.colour == null ? "null" : '"' + dot.colour + '"', dot.hash);
      records.add(
          new SourceRecord(
              new SourcePartition("log", number),
              "log",
              offset,
              Instant.ofEpochMilli(1_767_225_600_000L + offset),
              null,
              json.getBytes(StandardCharsets.UTF_8)));
    }
    return records;
  }

  private void run() {
    List<RowsWorker> workers = new ArrayList<>();
    workers.add(open(Definitions.FIRST));
    workers.add(open(Definitions.FIRST));
    int secondAfter = 5 + random.nextInt(30);
    int end = secondAfter + 5 + random.nextInt(40);
    for (int step = 0; step < end; step++) {
      if (step == secondAfter) {
        workers.add(open(Definitions.SECOND));
        workers.add(open(Definitions.SECOND));
        hit(Fault.BOTH_AT_ONCE);
      }
      workers.get(random.nextInt(workers.size())).step();
      arrive(0.1);
      if (step > secondAfter && chance(0.05)) {
        rollBack(workers);
      }
    }
    workers.get(2).finish();
    if (tables.get(0) instanceof RowModel.ByRow table && chance(0.5)) {
      new TreeMap<>(table.rows())
          .forEach(
              (key, row) -> {
                if (isOfTheSecond(row) && chance(0.5) && table.damage(key)) {
                  hit(Fault.DAMAGE);
                }
              });
    }
    open(Definitions.SECOND).finish();
    workers.get(0).step();
    arrive(1);
    compare();
  }

  private RowsWorker open(CompiledPipeline definition) {
    int table = byCell && bug != RowsBug.DEFINITIONS_SHARE_CELLS ? definition.version() : 0;
    RowModel model =
        tables.computeIfAbsent(
            table, any -> byCell ? new RowModel.ByCell() : new RowModel.ByRow(bug));
    registry(table).enter(TARGET, definition.owner());
    return new RowsWorker(this, definition, model);
  }

  /** Somebody deploys the first version again. */
  private void rollBack(List<RowsWorker> workers) {
    try {
      RowsWorker admitted = open(Definitions.FIRST);
      if (!byCell) {
        violations.add("the first version was admitted after the second");
      }
      workers.add(admitted);
    } catch (ConfigurationException refused) {
      hit(Fault.ROLLBACK_REFUSED);
    }
  }

  private DefinitionRegistry registry(int table) {
    List<DefinitionRegistry.Entry> entries =
        writers.computeIfAbsent(table, any -> new ArrayList<>());
    return new DefinitionRegistry() {
      @Override
      public List<Entry> entries() {
        return bug == RowsBug.ROLLBACK_IS_ADMITTED || bug == RowsBug.DEFINITIONS_SHARE_CELLS
            ? List.of()
            : List.copyOf(entries);
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

  private static boolean isOfTheSecond(List<@Nullable Object> row) {
    return String.valueOf(row.get(3)).endsWith("version 2");
  }

  private void compare() {
    RowModel table = Objects.requireNonNull(tables.containsKey(2) ? tables.get(2) : tables.get(0));
    Map<String, List<@Nullable Object>> expected = newest(2);
    Map<String, List<@Nullable Object>> stored = new TreeMap<>(table.rows());
    newest(1)
        .forEach(
            (key, row) -> {
              if (!expected.containsKey(key)) {
                hit(Fault.KEY_IS_REFUSED);
                leftByTheFirst(key, stored.remove(key));
              } else if (!Objects.equals(row.get(2), expected.get(key).get(2))) {
                hit(Fault.NEWEST_IS_REFUSED);
              }
            });
    if (!stored.equals(expected)) {
      violations.add("rows: got " + stored + ", expected " + expected);
    }
  }

  /** Of a key that the second version takes nothing of, what the first left stays, whole. */
  private void leftByTheFirst(String key, @Nullable List<@Nullable Object> row) {
    if (row != null
        && dots.stream()
            .flatMap(List::stream)
            .noneMatch(dot -> dot.key.equals(key) && dot.row(1).equals(row))) {
      violations.add("key " + key + ": got " + row + ", which is no row of the first version");
    }
  }

  /** The rows that a version makes of the whole log, without the code under test. */
  private Map<String, List<@Nullable Object>> newest(int version) {
    Map<String, List<@Nullable Object>> rows = new TreeMap<>();
    for (List<Dot> partition : dots) {
      for (Dot dot : partition) {
        if (Definitions.takes(version, dot.hash)) {
          rows.put(dot.key, dot.row(version));
        }
      }
    }
    return rows;
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  void hit(Fault fault) {
    faults.merge(fault, 1, Integer::sum);
  }
}
