package dev.rollcall.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.benchmarks.peer.TreeRow;
import dev.rollcall.benchmarks.subject.PrunedPipeline;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One user of which five columns are used. */
@State(Scope.Thread)
public class PrunedBenchmark {

  private final SampleCycle users = new SampleCycle();
  private final PrunedPipeline pipeline = new PrunedPipeline();

  /** Rollcall's pipeline with a sink that drops its rows; flushes are counted. */
  @Benchmark
  public void rollcall() {
    pipeline.process(users.next());
  }

  /** The same five values out of a Jackson tree. */
  @Benchmark
  public Object readTree() throws IOException {
    JsonNode user = TreeRow.tree(users.next());
    return TreeRow.five(user);
  }

  /** Closes the stores. */
  @TearDown
  public void close() {
    pipeline.close();
  }
}
