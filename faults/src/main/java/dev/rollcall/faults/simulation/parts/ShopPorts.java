package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.faults.simulation.parts.PartsWorld.Fate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A worker's ends of the stores. Of each call it is open until its end whether it is answered,
 * times out or finds the worker dead; of one that is not answered, each write is done, comes late
 * or never.
 */
final class ShopPorts {

  private final PartsWorld world;

  /** The orders of which a line was written since parts were last removed. */
  private final Set<String> written = new HashSet<>();

  ShopPorts(PartsWorld world) {
    this.world = world;
  }

  PipelinePorts open() {
    return new PipelinePorts(
        ShopDefinition.COMPILED,
        List.of(
            new Sink(world.tables::writeOrder),
            new Sink(this::writeLine),
            new Sink(world.refunds::write)),
        world.documents,
        new Letters());
  }

  private boolean writeLine(RowSink.VersionedRow line) {
    world.lineArrives(line);
    return world.tables.writeLine(line);
  }

  private void removeParts(RowSink.VersionedRow order) {
    world.removalArrives(order);
    world.tables.removeParts(order);
  }

  /** The rows of one branch. */
  private final class Sink implements RowSink {
    private final Predicate<RowSink.VersionedRow> table;

    Sink(Predicate<RowSink.VersionedRow> table) {
      this.table = table;
    }

    @Override
    public RowSink.Result write(List<RowSink.VersionedRow> rows) {
      Fate fate = world.fate();
      List<Integer> outdated = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        RowSink.VersionedRow row = rows.get(i);
        String key = ShopTables.key(row.row());
        if (key.contains("/")) {
          written.add(ShopTables.whole(key));
        }
        int index = i;
        Runnable put =
            () -> {
              if (!table.test(row)) {
                outdated.add(index);
              }
            };
        if (fate == Fate.FINE) {
          put.run();
        } else {
          world.strand(put);
        }
      }
      world.answer(fate, world.bug == PartsBug.FAILED_BRANCH_IS_PASSED_OVER);
      return new RowSink.Result(List.of(), outdated);
    }

    @Override
    public void removeParts(List<RowSink.VersionedRow> wholes) {
      Fate fate = world.fate();
      for (RowSink.VersionedRow order : wholes) {
        if (world.bug == PartsBug.WHOLE_WITHOUT_ITEMS_REMOVES_NOTHING
            && !written.contains(ShopTables.key(order.row()))) {
          continue;
        }
        if (fate == Fate.FINE) {
          ShopPorts.this.removeParts(order);
        } else {
          world.strand(() -> ShopPorts.this.removeParts(order));
        }
      }
      world.answer(fate, world.bug == PartsBug.FAILED_REMOVAL_IS_PASSED_OVER);
      written.clear();
    }

    @Override
    public void requireDeletes() {}

    @Override
    public void close() {}
  }

  /** The letters of all branches. */
  private final class Letters implements DeadLetters {
    @Override
    public void write(List<DeadLetter> letters) {
      Fate fate = world.fate();
      for (DeadLetter letter : letters) {
        if (world.bug == PartsBug.UNKNOWN_KIND_IS_DROPPED
            && letter.reasonClass().equals("unknown-kind")) {
          continue;
        }
        if (fate == Fate.FINE) {
          world.keep(letter);
        } else {
          world.strand(() -> world.keep(letter));
        }
      }
      world.answer(fate, world.bug == PartsBug.FAILED_LETTERS_ARE_PASSED_OVER);
    }

    @Override
    public void close() {}
  }
}
