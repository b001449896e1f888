package dev.rollcall.randomuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiExchangeTest {

  private final SleepingClock time = new SleepingClock();
  private final ApiExchange exchange =
      new ApiExchange(HttpClient.newHttpClient(), Duration.ofSeconds(20), time);
  private HttpServer server;
  private int status;
  private String retryAfter = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        http -> {
          if (!retryAfter.isEmpty()) {
            http.getResponseHeaders().set("Retry-After", retryAfter);
          }
          http.sendResponseHeaders(status, -1);
          http.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 301, 304, 400, 401, 403, 405, 410, 422})
  void whatTryingAgainCannotHelpIsFatal(int given) {
    status = given;
    assertThatThrownBy(this::get)
        .isInstanceOf(FatalException.class)
        .hasMessageStartingWith("here: got status " + given)
        .hasMessageContaining("check the base URI");
  }

  @ParameterizedTest
  @CsvSource({
    "429,'',60",
    "429,5,5",
    "429,'Thu, 01 Jan 2026 00:02:00 GMT',120",
    "429,soon,60",
    "503,30,30",
    "503,'',0",
    "408,'',0",
    "502,'',0",
    "504,'',0"
  })
  void whatCanPassIsAFailedAttemptWithItsWait(int given, String header, int seconds) {
    status = given;
    retryAfter = header;
    FailedAttempt failure = catchThrowableOfType(FailedAttempt.class, this::get);
    assertThat(failure.minimumWait()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aWaitOfHoursEndsTheLoadAndSaysHowLongItIs() {
    status = 429;
    retryAfter = "7200";
    assertThatThrownBy(this::get)
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("7200 s")
        .hasMessageContaining("start the load again then");
  }

  private byte[] get() throws FailedAttempt, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return exchange.get(uri, "here");
  }
}
