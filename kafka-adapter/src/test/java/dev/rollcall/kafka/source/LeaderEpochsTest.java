package dev.rollcall.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaderEpochsTest {

  private final LeaderEpochs epochs = new LeaderEpochs();

  @Test
  void aCommitHoldsTheEpochOfTheLastRecordBelowIt() {
    epochs.read(10, Optional.of(3));
    epochs.read(11, Optional.of(3));
    epochs.read(15, Optional.of(5));

    assertThat(epochs.before(10)).isEmpty();
    assertThat(epochs.before(12)).contains(3);
    assertThat(epochs.before(15)).contains(3);
    assertThat(epochs.before(16)).contains(5);
  }

  @Test
  void whatIsCommittedIsForgottenButTheEpochInForce() {
    epochs.read(0, Optional.of(1));
    epochs.read(100, Optional.of(2));
    epochs.committed(200);

    assertThat(epochs.before(200)).contains(2);
    assertThat(epochs.before(50)).isEmpty();
  }

  @Test
  void withoutEpochsThereIsNone() {
    epochs.read(0, Optional.empty());

    assertThat(epochs.before(1)).isEmpty();
  }
}
