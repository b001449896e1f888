package dev.rollcall.testkit.randomuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineApiTest {

  private final OfflineApi api = OfflineApi.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/", "/api/1.4", "/api/1.4/"})
  void everyPathOfTheVersionGivesTheSameBytes(String path) throws Exception {
    HttpResponse<byte[]> reply = get(path + "?seed=s&results=5");
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("application/json"));
    assertThat(reply.body()).isEqualTo(GeneratedPages.bytes("seed=s&results=5"));
  }

  @ParameterizedTest
  @CsvSource({"/api/1.7/,404", "/,404", "/api/1.4/?format=csv,400", "/api/1.4/?seed=%25zz,200"})
  void whatIsNotServedIsRefusedInPlainText(String path, int status) throws Exception {
    HttpResponse<byte[]> reply = get(path);
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.body()).isNotEmpty();
  }

  @Test
  void requestsWithoutASeedGetDifferentUsersButTheSameOnesInTheNextRun() throws Exception {
    byte[] first = get("/api/?results=2").body();
    assertThat(get("/api/?results=2").body()).isNotEqualTo(first);
    try (OfflineApi again = OfflineApi.start()) {
      assertThat(get(again.uri().resolve("/api/?results=2")).body()).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMIT_429,429,{\"error\":",
    "SERVER_ERROR_500,500,{\"error\":",
    "UNAVAILABLE_503,503,Back soon",
    "HTML_PAGE,200,<!doctype html>",
    "ERROR_IN_200,200,{\"error\":",
    "EMPTY_RESULTS,200,'{\"results\":[],\"info\":'"
  })
  void aFaultIsGivenAsOftenAsAskedForAndThenNoMore(Fault fault, int status, String start)
      throws Exception {
    api.failNext(fault, 2);
    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> reply = get("/api/?seed=s");
      assertThat(reply.statusCode()).isEqualTo(status);
      assertThat(new String(reply.body(), StandardCharsets.UTF_8)).startsWith(start);
    }
    assertThat(get("/api/?seed=s").body()).isEqualTo(GeneratedPages.bytes("seed=s"));
    assertThat(api.requests()).isEqualTo(3);
  }

  @Test
  void aCutBodyIsAnErrorOfTheConnection() {
    api.failNext(Fault.CUT_BODY, 1);
    assertThatThrownBy(() -> get("/api/?seed=s&results=50")).isInstanceOf(IOException.class);
  }

  @Test
  void healingForgetsTheFaultsToCome() throws Exception {
    api.failNext(Fault.SERVER_ERROR_500, 5).heal();
    assertThat(api.faultsLeft()).isZero();
    assertThat(get("/api/?seed=s").statusCode()).isEqualTo(200);
  }

  @Test
  void theRateLimitEndsWithItsWindow() throws Exception {
    SettableClock clock = new SettableClock();
    api.withRateLimit(100, Duration.ofMinutes(5), clock);
    assertThat(get("/api/?results=90").statusCode()).isEqualTo(200);
    assertThat(get("/api/?results=11").statusCode()).isEqualTo(429);
    assertThat(get("/api/?results=10").statusCode()).isEqualTo(200);
    clock.now = clock.now.plus(Duration.ofMinutes(5));
    assertThat(get("/api/?results=100").statusCode()).isEqualTo(200);
  }

  @Test
  void aTakenPortIsAConfigurationError() {
    assertThatThrownBy(() -> OfflineApi.start(api.uri().getPort()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("use 0 for any free port");
  }

  @Test
  void onlyTheLoopbackAddressIsServed() {
    assertThat(api.uri().getHost()).isEqualTo("127.0.0.1");
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return get(api.uri().resolve(path));
  }

  private HttpResponse<byte[]> get(URI uri) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static final class SettableClock extends Clock {
    private volatile Instant now = OfflineApi.DEFAULT_TIME;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
