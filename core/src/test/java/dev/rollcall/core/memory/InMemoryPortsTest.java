package dev.rollcall.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InMemoryPortsTest {

  private static final AggregateKey KEY = new AggregateKey("p", "a", List.of("de"), null);

  @Test
  void aDocumentIsReplacedOnlyIfItsRevisionIsTheExpectedOne() {
    InMemoryAggregates target = InMemoryAggregates.named("cas");
    target.clear();
    AggregateStore store = target.open(List.of());
    assertThat(store.load(List.of(KEY))).isEmpty();
    assertThat(store.compareAndSet(List.of(write("x", "1")))).containsExactly(KEY);
    assertThat(store.compareAndSet(List.of(write(null, "1")))).isEmpty();
    assertThat(store.compareAndSet(List.of(write(null, "2")))).containsExactly(KEY);
    AggregateStore.Write write = write("1", "2");
    assertThat(store.compareAndSet(List.of(write))).isEmpty();
    assertThat(store.compareAndSet(List.of(write))).as("again").containsExactly(KEY);
    assertThat(store.load(List.of(KEY)).get(KEY).revision()).isEqualTo("2");
    assertThat(InMemoryAggregates.named("cas").find(KEY)).as("by its name").isPresent();
    target.remove(KEY);
    assertThat(store.load(List.of(KEY))).isEmpty();
  }

  private static AggregateStore.Write write(@Nullable String expected, String fresh) {
    return new AggregateStore.Write(KEY, expected, fresh, new byte[0], Map.of());
  }

  @Test
  void aSubscriptionBeginsAtWhatWasCommitted() {
    InMemorySource source = InMemorySource.named("log", 2);
    source.add(0, "a").add(0, "b").add(1, "c").add(1, (byte[]) null);
    List<SourcePartition> assigned = new ArrayList<>();
    source.subscribe(new Listener(assigned));
    assertThat(assigned).hasSize(2);
    assertThat(source.lag()).isEqualTo(4);
    assertThat(source.poll(Duration.ZERO)).hasSize(4);
    assertThat(source.lag()).isZero();
    assertThat(source.poll(Duration.ZERO)).isEmpty();
    source.commit(Map.of(assigned.get(0), 1L));

    source.subscribe(new Listener(assigned));
    assertThat(source.poll(Duration.ZERO))
        .extracting(SourceRecord::position)
        .containsExactly("log-0@1", "log-1@0", "log-1@1");
    source.rewind();
    source.subscribe(new Listener(assigned));
    assertThat(source.lag()).isEqualTo(4);
    assertThatThrownBy(() -> source.add(2, "x")).hasMessageContaining("no partition 2");
  }

  private record Listener(List<SourcePartition> known) implements RecordSource.Assignment {
    @Override
    public void assigned(Collection<SourcePartition> partitions) {
      known.addAll(partitions);
    }

    @Override
    public void revoked(Collection<SourcePartition> partitions) {}

    @Override
    public void lost(Collection<SourcePartition> partitions) {}
  }
}
