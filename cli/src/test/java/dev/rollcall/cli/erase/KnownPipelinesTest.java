package dev.rollcall.cli.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.pipeline.Pipeline;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownPipelinesTest {

  @ParameterizedTest
  @ValueSource(strings = {"users", "users_raw", "users_created"})
  void eachTakesTheMessageForADelete(String topic) {
    byte[] key = "1b0a7d24-0000-4000-8000-000000000001".getBytes(UTF_8);

    assertThat(KnownPipelines.of(topic))
        .hasSize(1)
        .extracting(Pipeline::recordType)
        .allSatisfy(type -> assertThat(DeleteMessage.read(type, key, null).isTombstone()).isTrue());
  }
}
