package dev.rollcall.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

  private static final List<String> KNOWN =
      List.of("age", "email", "nationality", "user_id", "first_name");

  @ParameterizedTest
  @CsvSource({
    "agee, age",
    "AGE, age",
    "emal, email",
    "emial, email",
    "nationalty, nationality",
    "userid, user_id",
    "firstname, first_name"
  })
  void theNearestNameIsSuggested(String got, String suggested) {
    assertThat(Texts.didYouMean(got, KNOWN)).isEqualTo("; did you mean '" + suggested + "'?");
  }

  @Test
  void whatIsNotNearIsNotSuggested() {
    assertThat(Texts.didYouMean("postcode", KNOWN)).isEmpty();
    assertThat(Texts.didYouMean("xyz", KNOWN)).isEmpty();
    assertThat(Texts.didYouMean("age", List.of())).isEmpty();
  }
}
