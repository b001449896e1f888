package dev.rollcall.benchmarks.micro;

import dev.rollcall.benchmarks.peer.TreeRow;
import dev.rollcall.benchmarks.peer.UsualAggregates;
import dev.rollcall.benchmarks.subject.CoreSteps;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The state of one group, by nationality, gender and day, to bytes and back. */
@State(Scope.Thread)
public class StateBenchmark {

  private final CoreSteps steps = new CoreSteps();
  private List<CoreSteps.Document> documents = List.of();
  private List<byte[]> written = List.of();
  private List<UsualAggregates.Group> groups = List.of();
  private List<byte[][]> usualWritten = List.of();
  private int index;

  /** Fills the groups with all users. */
  @Setup
  public void groups() throws IOException {
    SampleCycle users = new SampleCycle();
    UsualAggregates usual = new UsualAggregates();
    for (int i = 0; i < SampleCycle.count(); i++) {
      byte[] user = users.next();
      steps.aggregate(steps.row(user, users.recordTime()), users.recordTime());
      usual.add(TreeRow.user(TreeRow.tree(user)), users.recordTime());
    }
    documents = steps.documents();
    written = documents.stream().map(CoreSteps.Document::write).toList();
    groups = usual.byNationality();
    usualWritten = groups.stream().map(UsualAggregates.Group::write).toList();
  }

  private <T> T next(List<T> all) {
    index = index + 1 >= all.size() ? 0 : index + 1;
    return all.get(index);
  }

  /** Encodes an aggregate document. */
  @Benchmark
  public Object rollcallWrite() {
    return next(documents).write();
  }

  /** Decodes an aggregate document. */
  @Benchmark
  public Object rollcallRead() {
    return steps.read(next(written));
  }

  /** Writes two sketches of DataSketches. */
  @Benchmark
  public Object sketchesWrite() {
    return next(groups).write();
  }

  /** Reads two sketches of DataSketches. */
  @Benchmark
  public Object sketchesRead() {
    return UsualAggregates.Group.read(next(usualWritten));
  }
}
