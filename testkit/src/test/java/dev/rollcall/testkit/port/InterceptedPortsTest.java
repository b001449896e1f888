package dev.rollcall.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterceptedPortsTest {

  /** Nothing is polled, and nothing committed. */
  private static final class Nothing implements InterceptedPorts.PollAndCommit {
    @Override
    public List<SourceRecord> poll(Duration atMost, RecordSource source) {
      return List.of();
    }

    @Override
    public void commit(Map<SourcePartition, Long> next, RecordSource source) {}
  }

  @Test
  void aSourceWithoutSomeTopicsIsInterceptedToo() {
    InMemorySource log = InMemorySource.named("log", 1).add(0, "{}");
    RecordSource.Origin origin = InterceptedPorts.source(log, new Nothing());
    RecordSource source = origin.without(Set.of("letters")).open();
    source.subscribe(new Unassigned());
    assertThat(source.lag()).as("the real one").isEqualTo(1);
    assertThat(source.poll(Duration.ZERO)).isEmpty();
    assertThat(source.lag()).isEqualTo(1);
  }

  private static final class Unassigned implements RecordSource.Assignment {
    @Override
    public void assigned(Collection<SourcePartition> partitions) {}

    @Override
    public void revoked(Collection<SourcePartition> partitions) {}

    @Override
    public void lost(Collection<SourcePartition> partitions) {}
  }
}
