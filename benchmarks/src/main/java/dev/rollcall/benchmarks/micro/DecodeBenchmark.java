package dev.rollcall.benchmarks.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.benchmarks.peer.BoundRow;
import dev.rollcall.benchmarks.peer.TreeRow;
import dev.rollcall.benchmarks.subject.CoreSteps;
import dev.rollcall.benchmarks.workload.SampleUsers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One user as JSON to its row; and a reply of the API, which holds many, counted per user. */
@State(Scope.Thread)
public class DecodeBenchmark {

  private static final JsonFactory JSON = new JsonFactory();

  private static final int REPLY = 100;

  private final byte[][] replies =
      SampleUsers.envelopes(Math.max(1, SampleCycle.count() / REPLY), REPLY);
  private int reply;
  private final SampleCycle users = new SampleCycle();
  private final BoundRow bound = new BoundRow();
  private final CoreSteps steps = new CoreSteps();

  /** Rollcall's flattener, then each value of the row. */
  @Benchmark
  public void rollcall(Blackhole sink) {
    Values.read(steps.flatten(users.next(), users.recordTime()), sink);
  }

  /** Rollcall's flattener; the row is not looked at. */
  @Benchmark
  public Object rollcallUnread() {
    return steps.flatten(users.next(), users.recordTime());
  }

  /** Jackson's tokens to the end, which are dropped: less than any decoder on Jackson can take. */
  @Benchmark
  public int tokens() throws IOException {
    return count(users.next());
  }

  static int count(byte[] json) throws IOException {
    int count = 0;
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        count++;
      }
    }
    return count;
  }

  /** The row out of a Jackson tree. */
  @Benchmark
  public Object readTree() throws IOException {
    return TreeRow.user(TreeRow.tree(users.next()));
  }

  /** The row out of an object that fastjson2 has bound. */
  @Benchmark
  public Object fastjson2() {
    return BoundRow.fastjson2(users.next());
  }

  /** The row out of an object that dsl-json has bound. */
  @Benchmark
  public Object dslJson() throws IOException {
    return bound.dslJson(users.next());
  }

  private byte[] nextReply() {
    reply = (reply + 1) % replies.length;
    return replies[reply];
  }

  /** Rollcall's flattener on a reply, then each value of its rows. */
  @Benchmark
  @OperationsPerInvocation(REPLY)
  public void rollcallReply(Blackhole sink) {
    Values.read(steps.flatten(nextReply(), SampleUsers.recordTime(reply)), sink);
  }

  /** The rows of a reply out of a Jackson tree. */
  @Benchmark
  @OperationsPerInvocation(REPLY)
  public Object readTreeReply() throws IOException {
    List<Object[]> rows = new ArrayList<>(REPLY);
    for (JsonNode user : TreeRow.tree(nextReply()).path("results")) {
      rows.add(TreeRow.user(user));
    }
    return rows;
  }
}
