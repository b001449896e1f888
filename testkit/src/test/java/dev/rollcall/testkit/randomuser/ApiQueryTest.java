package dev.rollcall.testkit.randomuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiQueryTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "5001", "-3", "many", "", "99999999999999"})
  void resultsOutOfRangeBecomeOne(String results) {
    assertThat(GeneratedPages.users("seed=s&results=" + results)).hasSize(1);
  }

  @Test
  void theMostResultsAndPagesAreGiven() {
    assertThat(ApiQuery.parse("results=5000&page=10000"))
        .returns(5_000, ApiQuery::results)
        .returns(10_000, ApiQuery::page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10001", "x"})
  void aPageOutOfRangeBecomesTheFirst(String page) {
    assertThat(GeneratedPages.reply("seed=s&page=" + page).at("/info/page").intValue()).isOne();
  }

  @Test
  void nationalitiesFilter() {
    assertThat(GeneratedPages.users("seed=s&results=300&nat=gb,US"))
        .extracting(user -> user.get("nat").textValue())
        .containsOnly("GB", "US");
  }

  @Test
  void oneUnknownNationalityDropsTheWholeFilter() {
    assertThat(GeneratedPages.bytes("seed=s&results=300&nat=gb,xx"))
        .isEqualTo(GeneratedPages.bytes("seed=s&results=300"));
  }

  @Test
  void genderFiltersWithoutASeedAndIsIgnoredBesideOne() {
    assertThat(genders("results=100&gender=female")).containsOnly("female");
    assertThat(genders("results=100&gender=female&seed=s")).contains("male");
  }

  @Test
  void includedAndExcludedFieldsKeepTheirOrder() {
    assertThat(
            GeneratedPages.users("seed=s&inc=nat,email,nonsense,name&exc=email")
                .get(0)
                .fieldNames())
        .toIterable()
        .containsExactly("name", "nat");
  }

  @Test
  void leavingFieldsOutDoesNotChangeTheOthers() {
    JsonNode whole = GeneratedPages.users("seed=s").get(0);
    assertThat(GeneratedPages.users("seed=s&inc=email").get(0).get("email"))
        .isEqualTo(whole.get("email"));
  }

  @Test
  void theInfoCanBeLeftOut() {
    assertThat(GeneratedPages.reply("seed=s&noinfo").has("info")).isFalse();
    assertThat(GeneratedPages.reply("seed=s&page=4&results=2").get("info").toString())
        .isEqualTo("{\"seed\":\"s\",\"results\":2,\"page\":4,\"version\":\"1.4\"}");
  }

  @Test
  void prettyIsTheSameReplyOnSeveralLines() {
    byte[] pretty = GeneratedPages.bytes("seed=s&results=3&format=pretty");
    assertThat(new String(pretty, StandardCharsets.UTF_8))
        .startsWith("{\n  \"results\": [\n    {\n");
    assertThat(GeneratedPages.parse(pretty)).isEqualTo(GeneratedPages.reply("seed=s&results=3"));
  }

  @Test
  void aBrokenEscapeIsRefused() {
    assertThatThrownBy(() -> ApiQuery.parse("seed=%zz"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> genders(String query) {
    return GeneratedPages.users(query).stream().map(u -> u.get("gender").textValue()).toList();
  }
}
