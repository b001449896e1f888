package dev.rollcall.cli.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks an endpoint as Prometheus and probes do. */
final class Scrape {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final Duration ANSWER = Duration.ofMinutes(3);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String address;

  Scrape(String address) {
    this.address = address;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The page, as soon as it holds this line. */
  String awaitMetric(String line) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String page = "";
    while (System.nanoTime() < deadline) {
      page = get("/metrics").body();
      if (page.lines().anyMatch(line::equals)) {
        return page;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new AssertionError("no line '" + line + "' in:\n" + page);
  }
}
