package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedriveMarkTest {

  @Test
  void theFormOfOtherMarksIsAsItWas() {
    RedriveMark sent = new RedriveMark(true, 2, "users");

    assertThat(sent.toBytes())
        .asString(UTF_8)
        .isEqualTo("{\"version\":1,\"done\":true,\"attempt\":2,\"to\":\"users\"}");
    assertThat(RedriveMark.parse("test", sent.toBytes())).isEqualTo(sent);
  }

  @Test
  void earlierReleasesTakeABarredLetterForOneThatWasSent() {
    RedriveMark barred = RedriveMark.ofBarred(1);

    assertThat(barred.toBytes())
        .asString(UTF_8)
        .isEqualTo("{\"version\":1,\"done\":true,\"attempt\":1,\"to\":\"\",\"barred\":true}");
    assertThat(RedriveMark.parse("test", barred.toBytes())).isEqualTo(barred);
  }
}
