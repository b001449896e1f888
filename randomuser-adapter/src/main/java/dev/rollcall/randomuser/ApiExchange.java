package dev.rollcall.randomuser;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request and maps HTTP errors to Rollcall's. Threadsafe. */
final class ApiExchange {

  /**
   * The wait after a 429 without Retry-After. With the default retry policy the waits add up to
   * more than the five minutes after which the API serves again.
   */
  static final Duration PAUSE_AFTER_429 = Duration.ofMinutes(1);

  /** A server that asks for a longer wait than this ends the load. */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final HttpClient http;
  private final Duration timeout;
  private final Clock clock;

  ApiExchange(HttpClient http, Duration timeout, Clock clock) {
    this.http = http;
    this.timeout = timeout;
    this.clock = clock;
  }

  /** The unchecked body of a reply of status 200. */
  byte[] get(URI uri, String where) throws FailedAttempt, InterruptedException {
    HttpResponse<byte[]> reply = send(uri, where);
    int status = reply.statusCode();
    if (status == 200) {
      return reply.body();
    }
    String got = where + ": got status " + status;
    if (status == 429) {
      throw new FailedAttempt(
          got + ", too many users in five minutes; load fewer or lower the client's rate limit",
          wait(reply, PAUSE_AFTER_429, where),
          null);
    }
    if (status >= 500 || status == 408 || status == 425) {
      throw new FailedAttempt(
          got + ", the API is out of order", wait(reply, Duration.ZERO, where), null);
    }
    if (status == 404) {
      throw new ConfigurationException(
          got
              + ", expected 200; the base URI must be of a version that the API has, "
              + RandomUserClientBuilder.DEFAULT_BASE_URI);
    }
    throw new FatalException(
        got + ", expected 200; trying again will not help: check the base URI and any proxy");
  }

  private HttpResponse<byte[]> send(URI uri, String where)
      throws FailedAttempt, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept", "application/json").GET().build();
    // a request's own timeout ends with the headers; this one covers a body that stalls too
    CompletableFuture<HttpResponse<byte[]>> reply =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FailedAttempt(
          where + ": no whole reply within " + timeout.toMillis() + " ms", Duration.ZERO, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new FailedAttempt(
            where + ": the connection failed (" + cause.getClass().getSimpleName() + ")",
            Duration.ZERO,
            cause);
      }
      throw new FatalException(where + ": the request cannot be sent", e.getCause());
    } finally {
      reply.cancel(true);
    }
  }

  private Duration wait(HttpResponse<?> reply, Duration otherwise, String where) {
    Duration wait =
        reply
            .headers()
            .firstValue("Retry-After")
            .flatMap(header -> RetryAfter.parse(header, clock))
            .orElse(otherwise);
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw new FatalException(
          where
              + ": got status "
              + reply.statusCode()
              + " and a request to wait "
              + wait.toSeconds()
              + " s, expected at most "
              + LONGEST_WAIT.toSeconds()
              + " s; start the load again then");
    }
    return wait;
  }
}
