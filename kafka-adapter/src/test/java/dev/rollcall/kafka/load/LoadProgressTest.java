package dev.rollcall.kafka.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadProgressTest {

  /** A stored format: this text stays readable for ever. */
  private static final String GOLDEN =
      "{\"version\":1,\"pages\":12,\"records\":1200,\"done\":false}";

  @Test
  void progressIsStoredAsTheGoldenText() {
    assertThat(new String(new LoadProgress(12, 1200, false).toBytes(), UTF_8)).isEqualTo(GOLDEN);
  }

  @Test
  void theGoldenTextIsRead() {
    assertThat(LoadProgress.parse("load", GOLDEN.getBytes(UTF_8)))
        .isEqualTo(new LoadProgress(12, 1200, false));
  }

  @Test
  void aFinishedLoadComesBackFinished() {
    LoadProgress done = LoadProgress.NONE.withPage(7).finished();

    assertThat(LoadProgress.parse("load", done.toBytes())).isEqualTo(new LoadProgress(1, 7, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"pages\":1}", "{\"version\":2,\"pages\":1}"})
  void whatIsNotProgressIsFatalAndNeverTakenForAFreshLoad(String stored) {
    assertThatThrownBy(() -> LoadProgress.parse("load 'a'", stored.getBytes(UTF_8)))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("load 'a': the stored progress");
  }
}
