package dev.rollcall.randomuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.testkit.randomuser.Fault;
import dev.rollcall.testkit.randomuser.OfflineApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomUserClientTest {

  private static final RetryPolicy THREE_ATTEMPTS =
      new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(1));

  private final OfflineApi api = OfflineApi.start().slowBy(Duration.ofSeconds(30));
  private final SleepingClock time = new SleepingClock();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void aPageIsHandedOnAsItCame() throws IOException {
    UserPage page = client().pageSize(20).build().page(3);
    JsonNode reply = new ObjectMapper().readTree(page.body());
    assertThat(page).returns(3, UserPage::page).returns(20, UserPage::users);
    assertThat(reply.get("results")).hasSize(20);
    assertThat(reply.at("/info/page").intValue()).isEqualTo(3);
    assertThat(page.request().getQuery()).matches("results=20&page=3&seed=[0-9a-f]{16}-");
  }

  @Test
  void theFilterAndTheFieldsReachTheApi() throws IOException {
    UserPage page = client().pageSize(50).nat("GB", "us").inc("nat", "login").build().page(1);
    for (JsonNode user : new ObjectMapper().readTree(page.body()).get("results")) {
      assertThat(user.fieldNames()).toIterable().containsExactly("login", "nat");
      assertThat(user.get("nat").textValue()).isIn("GB", "US");
    }
  }

  @Test
  void onlyTheLastPageIsSmallerAndItsUsersAreTheFirstOfTheWholeOne() throws IOException {
    RandomUserClient client = client().pageSize(100).build();
    List<UserPage> pages = all(client.pages(250));
    assertThat(pages).extracting(UserPage::users).containsExactly(100, 100, 50);
    assertThat(uuids(pages.subList(2, 3))).isEqualTo(uuids(List.of(client.page(3))).subList(0, 50));
  }

  @Test
  void aSeriesGoesOnAfterItsLastPage() {
    RandomUserClient client = client().pageSize(100).build();
    assertThat(all(client.pages(250, 3))).extracting(UserPage::page).containsExactly(3);
    assertThat(all(client.pages(250, 4))).isEmpty();
  }

  @Test
  void eachPageOfASeriesIsReported() {
    List<LoadProgress> progress = new ArrayList<>();
    all(client().pageSize(100).progress(progress::add).build().pages(150));
    assertThat(progress)
        .containsExactly(new LoadProgress(1, 2, 100, 150), new LoadProgress(2, 2, 150, 150));
  }

  @Test
  void pagesOfSeedsThatWouldCollideInTheApiShareNoUser() throws IOException {
    List<String> uuids = new ArrayList<>();
    for (String seed : List.of("abc", "abc1", "abc12")) {
      uuids.addAll(uuids(all(client().seed(seed).pageSize(10).build().pages(250))));
    }
    assertThat(new HashSet<>(uuids)).hasSize(750);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SLOW_REPLY", "STALLED_BODY"})
  void aFaultThatPassesIsTriedAgain(Fault fault) {
    api.failNext(fault, 2);
    UserPage page = client().pageSize(30).build().page(1);
    assertThat(page.users()).isEqualTo(30);
    assertThat(api.requests()).isEqualTo(3);
    assertThat(time.waits()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SLOW_REPLY", "STALLED_BODY"})
  void aFaultThatStaysIsAnErrorAfterTheLastAttempt(Fault fault) {
    api.failNext(fault, 10);
    assertThatThrownBy(() -> client().pageSize(30).build().page(7))
        .isInstanceOf(TransientException.class)
        .hasMessageStartingWith("page 7 of http://127.0.0.1:")
        .hasMessageContaining("(3 attempts)")
        .hasMessageNotContaining("@example.com")
        .hasMessageNotContaining("Back soon")
        .hasMessageNotContaining("broke on our side");
    assertThat(api.requests()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"SLOW_REPLY", "STALLED_BODY"})
  void aReplyThatIsNotWholeInTimeIsTriedAgain(Fault fault) {
    api.failNext(fault, 1);
    UserPage page = client().pageSize(30).timeout(Duration.ofSeconds(2)).build().page(1);
    assertThat(page.users()).isEqualTo(30);
    assertThat(api.requests()).isEqualTo(2);
  }

  @Test
  void theWaitThatTheServerAsksForIsKept() {
    api.failNext(Fault.RATE_LIMIT_429_RETRY_AFTER, 1);
    client().build().page(1);
    assertThat(time.waits()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void aRateLimitThatDoesNotSayWhenToComeBackIsWaitedOut() {
    api.withRateLimit(100, Duration.ofMinutes(5), time);
    RandomUserClient client =
        client().pageSize(100).rateLimit(100_000).retryPolicy(RetryPolicy.DEFAULT).build();
    assertThat(all(client.pages(200))).hasSize(2);
    assertThat(time.waits()).hasSize(5).containsOnly(Duration.ofMinutes(1));
  }

  @Test
  void theClientKeepsWithinTheRateLimitByItself() {
    api.withRateLimit(250, Duration.ofMinutes(5), time);
    assertThat(all(client().pageSize(100).rateLimit(250).build().pages(500))).hasSize(5);
    assertThat(api.requests()).isEqualTo(5);
    assertThat(time.waits()).containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(5));
  }

  @Test
  void anUnknownVersionIsAConfigurationErrorAtOnce() {
    RandomUserClientBuilder builder = client().baseUri(api.uri().resolve("/api/9.9/"));
    assertThatThrownBy(() -> builder.build().page(1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("got status 404, expected 200")
        .hasMessageContaining("https://randomuser.me/api/1.4/");
    assertThat(api.requests()).isOne();
  }

  @Test
  void aServerThatIsAwayIsATransientError() {
    api.close();
    assertThatThrownBy(() -> client().build().page(1))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("the connection failed");
  }

  @Test
  void anInterruptEndsTheWaiting() {
    api.failNext(Fault.SERVER_ERROR_500, 3);
    RandomUserClientBuilder builder =
        client()
            .sleeper(
                wait -> {
                  throw new InterruptedException();
                });
    assertThatThrownBy(() -> builder.build().page(1))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 10_000_001})
  void aTotalThatDoesNotFitIntoThePagesIsRefused(long total) {
    assertThatThrownBy(() -> client().pageSize(1_000).build().pages(total))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected 1 to 10000000");
  }

  @Test
  void withoutASeedAGenderIsPossible() throws IOException {
    UserPage page = client().withoutSeed().gender("Female").pageSize(100).build().page(1);
    assertThat(new ObjectMapper().readTree(page.body()).findValuesAsText("gender"))
        .hasSize(100)
        .containsOnly("female");
  }

  private RandomUserClientBuilder client() {
    return RandomUserClient.builder()
        .baseUri(api.uri())
        .retryPolicy(THREE_ATTEMPTS)
        .clock(time)
        .sleeper(time);
  }

  private static List<UserPage> all(Iterable<UserPage> pages) {
    List<UserPage> all = new ArrayList<>();
    pages.forEach(all::add);
    return all;
  }

  private static List<String> uuids(List<UserPage> pages) throws IOException {
    List<String> uuids = new ArrayList<>();
    for (UserPage page : pages) {
      uuids.addAll(new ObjectMapper().readTree(page.body()).findValuesAsText("uuid"));
    }
    return uuids;
  }
}
