package dev.rollcall.benchmarks.micro;

import dev.rollcall.benchmarks.peer.TreeRow;
import dev.rollcall.benchmarks.peer.UsualAggregates;
import dev.rollcall.benchmarks.subject.CoreSteps;
import dev.rollcall.benchmarks.workload.SampleUsers;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.Row;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One row, made before, into three groupings by day, or into a group of its own: count, mean,
 * distinct, quantiles.
 */
@State(Scope.Thread)
public class AggregateBenchmark {

  /** Groups that are kept; with the peer's sketches they fit the heap of a fork. */
  private static final int MANY = 100_000;

  private final CoreSteps steps = new CoreSteps();
  private final UsualAggregates usual = new UsualAggregates();
  private final List<Row> rows = new ArrayList<>();
  private final List<@Nullable Object[]> usualRows = new ArrayList<>();
  private int index;
  private int many;

  /** Makes the rows. */
  @Setup
  public void rows(Blackhole sink) throws IOException {
    SampleCycle users = new SampleCycle();
    for (int i = 0; i < SampleCycle.count(); i++) {
      byte[] user = users.next();
      List<Element> elements = steps.flatten(user, users.recordTime());
      Values.read(elements, sink); // making them is no part of aggregating
      rows.add(((Element.Accepted) elements.get(0)).row());
      usualRows.add(TreeRow.user(TreeRow.tree(user)));
    }
  }

  /** Each iteration begins with empty groups. */
  @Setup(Level.Iteration)
  public void clear() {
    steps.clear();
    usual.clear();
    many = 0;
  }

  private int next() {
    index = index + 1 == rows.size() ? 0 : index + 1;
    return index;
  }

  /** Rollcall's accumulators. */
  @Benchmark
  public void rollcall() {
    int next = next();
    steps.aggregate(rows.get(next), SampleUsers.recordTime(next));
  }

  /** A hash map of DataSketches. */
  @Benchmark
  public void sketches() {
    int next = next();
    usual.add(usualRows.get(next), SampleUsers.recordTime(next));
  }

  /** Rollcall's accumulators, each row in a group of its own. */
  @Benchmark
  public void rollcallMany() {
    int next = next();
    steps.aggregateAlone(rows.get(next), newDay());
  }

  /** A hash map of DataSketches, each row in a group of its own. */
  @Benchmark
  public void sketchesMany() {
    int next = next();
    usual.addAlone(usualRows.get(next), newDay());
  }

  /** A day on which this user was not seen yet, until so many groups are forgotten. */
  private Instant newDay() {
    if (many++ == MANY) {
      clear();
    }
    return SampleUsers.recordTime(0).plus(Duration.ofDays(many / rows.size()));
  }
}
