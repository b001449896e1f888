package dev.rollcall.randomuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RandomUserClientBuilderTest {

  @Test
  void allFaultsAreReportedAtOnce() {
    RandomUserClientBuilder builder =
        RandomUserClient.builder()
            .baseUri(URI.create("ftp://user:pass@example.com/"))
            .pageSize(5_001)
            .rateLimit(10)
            .timeout(Duration.ZERO)
            .nat("gb", "xx")
            .gender("female")
            .inc("name", "shoe_size")
            .exc("email");
    ConfigurationException error =
        catchThrowableOfType(ConfigurationException.class, builder::build);
    assertThat(error.problems())
        .extracting(fault -> fault.substring(0, fault.indexOf(':')))
        .containsExactly(
            "base URI",
            "base URI",
            "page size",
            "rate limit",
            "timeout",
            "nationality",
            "gender",
            "included field",
            "fields");
    assertThat(error).hasMessageNotContaining("pass");
  }

  @Test
  void aGenderBesideASeedIsRefusedWithARemedy() {
    assertThatThrownBy(() -> RandomUserClient.builder().gender("male").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the API ignores it beside a seed")
        .hasMessageContaining("withoutSeed()");
  }

  @Test
  void aLoadIdIsStableForTheSameParametersAndDiffersForOthers() {
    String id = id(RandomUserClient.builder().seed("demo").nat("gb", "us"), 5_000);
    assertThat(id)
        .isEqualTo(
            "randomuser:randomuser.me/api/1.4:seed=2a97516c354b6884-:size=1000:nat=gb,us:inc=:exc=:total=5000")
        .isEqualTo(id(RandomUserClient.builder().seed("demo").nat("GB", " us"), 5_000))
        .isNotEqualTo(id(RandomUserClient.builder().seed("demo2").nat("gb", "us"), 5_000))
        .isNotEqualTo(id(RandomUserClient.builder().seed("demo").nat("gb"), 5_000))
        .isNotEqualTo(id(RandomUserClient.builder().seed("demo").nat("gb", "us").exc("id"), 5_000))
        .isNotEqualTo(
            id(RandomUserClient.builder().seed("demo").nat("gb", "us").pageSize(9), 5_000))
        .isNotEqualTo(id(RandomUserClient.builder().seed("demo").nat("gb", "us"), 5_001));
  }

  @Test
  void aLocalServersPortIsNoPartOfTheLoadId() {
    String one =
        id(RandomUserClient.builder().baseUri(URI.create("http://127.0.0.1:1234/api/1.4/")), 9);
    String two =
        id(RandomUserClient.builder().baseUri(URI.create("http://localhost:4321/api/1.4")), 9);
    assertThat(one).isEqualTo(two).startsWith("randomuser:offline/api/1.4:");
  }

  @Test
  void aLoadWithoutASeedHasNoId() {
    RandomUserClient client = RandomUserClient.builder().withoutSeed().build();
    assertThatThrownBy(() -> client.loadId(10))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("set a seed");
  }

  private static String id(RandomUserClientBuilder builder, long total) {
    return builder.build().loadId(total);
  }
}
