package dev.rollcall.testkit.randomuser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.random.Draw;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The randomuser.me API, version 1.4, offline: an HTTP server on the loopback address with
 * generated users. Threadsafe.
 *
 * <p>It answers {@code /api}, {@code /api/}, {@code /api/1.4} and {@code /api/1.4/} and knows
 * {@code results}, {@code page}, {@code seed}, {@code nat}, {@code gender}, {@code inc}, {@code
 * exc}, {@code noinfo} and the formats {@code json} and {@code pretty}, with the real API's silent
 * defaults (1 for a number out of range, every nationality if one code is unknown, no gender beside
 * a seed). {@code password} is ignored.
 *
 * <p>Replies are the same bytes on every machine and run: ages are those of {@link #DEFAULT_TIME}
 * unless a clock is given, and a request without a seed gets the next of a fixed series of seeds.
 * Other than in the real API, {@code inc} and {@code exc} do not change the data of the fields that
 * stay.
 *
 * <p>Starting it sets the system property {@code sun.net.httpserver.nodelay} unless it is set.
 */
public final class OfflineApi implements AutoCloseable {

  /** The time to which ages are computed unless a clock is given. */
  public static final Instant DEFAULT_TIME = Instant.parse("2026-01-01T00:00:00Z");

  /** Users that the real API gives to one address in {@link #RATE_WINDOW}. */
  public static final int RATE_USERS = 20_000;

  /** The time in which the real API gives {@link #RATE_USERS} users. */
  public static final Duration RATE_WINDOW = Duration.ofMinutes(5);

  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final Set<String> PATHS = Set.of("/api", "/api/", "/api/1.4", "/api/1.4/");

  private final HttpServer server;
  private final ExecutorService workers;
  private final ReplyWriter replies;
  private final FaultPlan faults = new FaultPlan();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong drawnSeeds = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable RateLimit rateLimit;
  private volatile Duration delay = Duration.ofSeconds(2);

  private OfflineApi(HttpServer server, Clock clock) {
    this.server = server;
    this.replies = new ReplyWriter(new UserGenerator(clock));
    this.workers = Executors.newCachedThreadPool(OfflineApi::daemon);
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Starts on a free port. */
  public static OfflineApi start() {
    return start(0);
  }

  /**
   * Starts on this port.
   *
   * @throws ConfigurationException if the port is taken
   */
  public static OfflineApi start(int port) {
    return start(port, Clock.fixed(DEFAULT_TIME, ZoneOffset.UTC));
  }

  /** As {@link #start(int)}, with ages computed at the time of {@code clock}. */
  public static OfflineApi start(int port, Clock clock) {
    // the JDK's server sends head and body apart; with Nagle's algorithm each reply waits 40 ms
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      return new OfflineApi(HttpServer.create(new InetSocketAddress(loopback, port), 0), clock);
    } catch (IOException e) {
      throw new ConfigurationException(
          "offline API: port " + port + " cannot be opened; use 0 for any free port");
    }
  }

  /** The base URI for clients, {@code http://127.0.0.1:…/api/1.4/}. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/api/1.4/");
  }

  /** Adds this fault to the next {@code times} replies that have none yet. */
  public OfflineApi failNext(Fault fault, int times) {
    faults.add(fault, times);
    return this;
  }

  /** Clears the faults that are still to come. */
  public OfflineApi heal() {
    faults.clear();
    return this;
  }

  /** How many faults are still to come. */
  public int faultsLeft() {
    return faults.size();
  }

  /** How long slow and stalled replies take; 2 seconds unless set. */
  public OfflineApi slowBy(Duration newDelay) {
    delay = newDelay;
    return this;
  }

  /** Switches on the real API's limit of {@link #RATE_USERS} users per {@link #RATE_WINDOW}. */
  public OfflineApi withRateLimit() {
    return withRateLimit(RATE_USERS, RATE_WINDOW, Clock.systemUTC());
  }

  /** Answers 429 beyond {@code users} users in a window that begins with its first request. */
  public OfflineApi withRateLimit(int users, Duration window, Clock clock) {
    rateLimit = new RateLimit(users, window, clock);
    return this;
  }

  /** How many requests have come so far, faulty ones included. */
  public long requests() {
    return requests.get();
  }

  /** Stops the server; cuts replies that are being sent. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  private void answer(HttpExchange http) throws IOException {
    requests.incrementAndGet();
    try (http) {
      Exchange exchange = new Exchange(http);
      String path = http.getRequestURI().getPath();
      if (!http.getRequestMethod().equals("GET")) {
        exchange.text(405, "Only GET is answered.");
      } else if (!PATHS.contains(path)) {
        exchange.text(404, "No such version of the API: use /api/" + ReplyWriter.VERSION + "/");
      } else {
        answer(exchange, http.getRequestURI().getRawQuery());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Exchange exchange, @Nullable String rawQuery)
      throws IOException, InterruptedException {
    ApiQuery query;
    try {
      query = ApiQuery.parse(rawQuery);
    } catch (IllegalArgumentException e) {
      exchange.text(400, "The query has a broken percent escape.");
      return;
    }
    if (!Set.of("json", "pretty").contains(query.format())) {
      exchange.text(400, "This format is not served offline: use json or pretty.");
      return;
    }
    Fault fault = faults.take();
    RateLimit limit = rateLimit;
    if (fault == null && limit != null && !limit.allows(query.results())) {
      fault = Fault.RATE_LIMIT_429;
    }
    ApiQuery seeded = query.seed().isEmpty() ? query.withSeed(drawnSeed()) : query;
    if (fault == null) {
      exchange.json(200, replies.reply(seeded, seeded.results()));
    } else {
      fail(fault, exchange, seeded);
    }
  }

  private void fail(Fault fault, Exchange exchange, ApiQuery query)
      throws IOException, InterruptedException {
    switch (fault) {
      case RATE_LIMIT_429 ->
          exchange.error(429, "Too many users in a short time: come back later.");
      case RATE_LIMIT_429_RETRY_AFTER -> {
        exchange.header("Retry-After", "7");
        exchange.error(429, "Too many users in a short time: come back later.");
      }
      case SERVER_ERROR_500 -> exchange.error(500, "Something broke on our side.");
      case UNAVAILABLE_503 -> exchange.text(503, "Back soon.");
      case HTML_PAGE -> exchange.html("<!doctype html><title>Down</title><p>Back soon.</p>");
      case ERROR_IN_200 -> exchange.error(200, "Something broke on our side.");
      case EMPTY_RESULTS -> exchange.json(200, replies.reply(query, 0));
      case ONE_USER_SHORT -> exchange.json(200, replies.reply(query, query.results() - 1));
      case BROKEN_BODY -> {
        byte[] body = replies.reply(query, query.results());
        Arrays.fill(body, body.length / 2, body.length, (byte) '?');
        exchange.json(200, body);
      }
      case CUT_BODY -> exchange.firstHalf(replies.reply(query, query.results()));
      case SLOW_REPLY -> {
        closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        exchange.json(200, replies.reply(query, query.results()));
      }
      case STALLED_BODY -> {
        exchange.firstHalf(replies.reply(query, query.results()));
        closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private String drawnSeed() {
    return String.format(
        Locale.ROOT, "%016x", Draw.origin("drawn-" + drawnSeeds.incrementAndGet()));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "offline-randomuser-api");
    thread.setDaemon(true);
    return thread;
  }
}
