package dev.rollcall.randomuser;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"results\":[{\"a\":[1,{}]},{}],\"info\":{\"seed\":\"s-\",\"page\":4,\"version\":\"1.4\"}}",
        "{\"info\":{\"page\":4},\"other\":[[null]],\"results\":[{},{\"error\":1}]}",
        " {\"results\":[{},{}]} \n"
      })
  void usersAsManyAsAskedForAreAccepted(String reply) {
    assertThatCode(() -> check(reply)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "<html>",
        "{\"results\":[{},{}]",
        "{\"results\":[{},{}]}{}",
        "{\"results\":[{},{}]} trailing",
        "{\"results\":[{},7]}",
        "{\"results\":[{}]}",
        "{\"results\":[{},{},{}]}",
        "{\"results\":{}}",
        "{\"results\":[{},{}],\"results\":[{},{}]}",
        "{\"results\":[{\"a\":1,\"a\":2},{}]}",
        "{\"results\":[{\"a\":\"secret\\x\"},{}]}",
        "{\"results\":[{},{}],\"error\":\"secret\"}"
      })
  void anythingElseIsAFailedAttemptThatQuotesNothing(String reply) {
    assertThatThrownBy(() -> check(reply))
        .isInstanceOf(FailedAttempt.class)
        .hasMessageStartingWith("here: ")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void textThatIsNoUtf8IsAFailedAttempt() {
    byte[] reply = "{\"results\":[{\"a\":\"é\"},{}]}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ReplyCheck.check(reply, "here", "s-", 4, 2))
        .isInstanceOf(FailedAttempt.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"page\":1", "\"seed\":\"other\""})
  void anotherPageOrSeedThanAskedForIsFatal(String info) {
    assertThatThrownBy(() -> check("{\"results\":[{},{}],\"info\":{" + info + "}}"))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("does not understand the request");
  }

  private static void check(String reply) throws FailedAttempt {
    ReplyCheck.check(reply.getBytes(StandardCharsets.UTF_8), "here", "s-", 4, 2);
  }
}
