package dev.rollcall.testkit.randomuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.user.Users;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Users as producers send them who leave {@code login} out, and with it the one safe key. */
class UserKeysTest {

  private static final byte[] WITHOUT_LOGIN =
      GeneratedPages.bytes("results=5000&seed=keys-&exc=login,id");

  @Test
  void namesakesStayTwo() {
    assertThat(keys(Users.Key.PERSON)).isEqualTo(5_000);
  }

  @Test
  void theFormerRecipeMergesThemAndSoTablesThatHoldItsKeysAreNoSurprise() {
    assertThat(keys(Users.Key.ACCOUNT)).isBetween(3_500L, 4_500L);
  }

  private static long keys(Users.Key recipe) {
    return Flattener.of(Users.recordType(recipe))
        .flatten(WITHOUT_LOGIN, OfflineApi.DEFAULT_TIME)
        .stream()
        .map(element -> ((Element.Accepted) element).row().get("user_id"))
        .collect(Collectors.toSet())
        .size();
  }
}
