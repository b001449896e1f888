package dev.rollcall.benchmarks.micro;

import dev.rollcall.benchmarks.peer.TreeRow;
import dev.rollcall.benchmarks.peer.TreeShop;
import dev.rollcall.benchmarks.subject.Reader;
import dev.rollcall.benchmarks.workload.MixedUsers;
import dev.rollcall.benchmarks.workload.ShopRecords;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Records of other types and forms to their rows. */
public class ShapesBenchmark {

  /** Users of all forms. */
  @State(Scope.Thread)
  public static class Mixed {
    private final Cycle records = new Cycle(MixedUsers.users(SampleCycle.count()));
    private final Reader reader = Reader.ofUsers();
  }

  /** Events of a shop. */
  @State(Scope.Thread)
  public static class Shop {
    private final Cycle records = new Cycle(ShopRecords.events(SampleCycle.count()));
    private final Reader reader = Reader.ofEvents();
  }

  /** Orders with lines. */
  @State(Scope.Thread)
  public static class Arrays {
    private final Cycle records = new Cycle(ShopRecords.orders(SampleCycle.count()));
    private final Reader reader = Reader.ofOrderLines();
  }

  /** Records, one after the other and round again. */
  private static final class Cycle {
    private final byte[][] records;
    private int index = -1;

    private Cycle(byte[][] records) {
      this.records = records;
    }

    private byte[] next() {
      index = index + 1 == records.length ? 0 : index + 1;
      return records[index];
    }
  }

  /** Rollcall; each value is read. */
  @Benchmark
  public void rollcallMixed(Mixed mixed, Blackhole sink) {
    Values.read(mixed.reader.read(mixed.records.next()), sink);
  }

  /** Jackson's tokens. */
  @Benchmark
  public int tokensMixed(Mixed mixed) throws IOException {
    return DecodeBenchmark.count(mixed.records.next());
  }

  /** A Jackson tree. */
  @Benchmark
  public Object readTreeMixed(Mixed mixed) throws IOException {
    return TreeRow.user(TreeRow.tree(mixed.records.next()));
  }

  /** Rollcall; each value is read. */
  @Benchmark
  public void rollcallShop(Shop shop, Blackhole sink) {
    Values.read(shop.reader.read(shop.records.next()), sink);
  }

  /** Jackson's tokens. */
  @Benchmark
  public int tokensShop(Shop shop) throws IOException {
    return DecodeBenchmark.count(shop.records.next());
  }

  /** A Jackson tree. */
  @Benchmark
  public Object readTreeShop(Shop shop) throws IOException {
    return TreeShop.event(shop.records.next());
  }

  /** Rollcall; each value is read. */
  @Benchmark
  public void rollcallArrays(Arrays orders, Blackhole sink) {
    Values.read(orders.reader.read(orders.records.next()), sink);
  }

  /** Jackson's tokens. */
  @Benchmark
  public int tokensArrays(Arrays orders) throws IOException {
    return DecodeBenchmark.count(orders.records.next());
  }

  /** A Jackson tree. */
  @Benchmark
  public Object readTreeArrays(Arrays orders) throws IOException {
    return TreeShop.orderLines(orders.records.next());
  }
}
