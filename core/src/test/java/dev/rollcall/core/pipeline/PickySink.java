package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sink that refuses rows, and is away for some calls. What it was given is kept by its name, as
 * the definition that holds it may be a copy.
 */
public final class PickySink implements RowTarget {

  private static final Map<String, State> STATES = new ConcurrentHashMap<>();

  private static final class State {
    final List<List<RowSink.VersionedRow>> batches = new CopyOnWriteArrayList<>();
    final AtomicInteger failures = new AtomicInteger();
  }

  private final String name;
  private final Row.Predicate refused;

  private PickySink(String name, Row.Predicate refused) {
    this.name = name;
    this.refused = refused;
    STATES.put(name, new State());
  }

  /** Refuses the rows for which the predicate is true. */
  public static PickySink refusing(String name, Row.Predicate refused) {
    return new PickySink(name, refused);
  }

  /** Its next calls fail. */
  public PickySink awayFor(int calls) {
    state().failures.set(calls);
    return this;
  }

  /** Its calls fail until {@code awayFor(0)}. */
  public PickySink away() {
    return awayFor(Integer.MAX_VALUE);
  }

  /** The calls that it answered. */
  public List<List<RowSink.VersionedRow>> batches() {
    return state().batches;
  }

  private State state() {
    return STATES.get(name);
  }

  @Override
  public String name() {
    return "picky:" + name;
  }

  @Override
  public SinkPlan plan(Schema schema) {
    return new SinkPlan(name(), "refuses", List.of(), List.of());
  }

  @Override
  public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
    return new RowSink() {
      @Override
      public RowSink.Result write(List<RowSink.VersionedRow> rows) {
        State state = state();
        if (state.failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new TransientException("the sink is away");
        }
        state.batches.add(List.copyOf(rows));
        List<RowSink.Rejection> rejections = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
          if (refused.test(rows.get(i).row())) {
            rejections.add(new RowSink.Rejection(i, "does not fit"));
          }
        }
        return RowSink.Result.rejecting(rejections);
      }

      @Override
      public void close() {}
    };
  }
}
