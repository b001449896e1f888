package dev.rollcall.randomuser;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.RetryPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link RandomUserClient}; all problems are reported at once by {@link #build}. Not
 * threadsafe.
 */
public final class RandomUserClientBuilder {

  /** The real API, {@value}. */
  public static final String DEFAULT_BASE_URI = "https://randomuser.me/api/1.4/";

  /** Users of a page unless set, {@value}. */
  public static final int DEFAULT_PAGE_SIZE = 1_000;

  /** Users of a page at most, {@value}; the API would silently give 1 beyond it. */
  public static final int MAX_PAGE_SIZE = 5_000;

  /** The seed unless set, {@value}: every load is repeatable by default. */
  public static final String DEFAULT_SEED = "rollcall";

  /** Users in {@link #RATE_WINDOW} unless set, {@value}, as the API allows. */
  public static final int DEFAULT_RATE_LIMIT = 20_000;

  /** The time in which the API gives so many users to one address: five minutes. */
  public static final Duration RATE_WINDOW = Duration.ofMinutes(5);

  /** Time for a whole reply unless set: 30 seconds. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private URI baseUri = URI.create(DEFAULT_BASE_URI);
  private int pageSize = DEFAULT_PAGE_SIZE;
  private @Nullable String seed = DEFAULT_SEED;
  private List<String> nat = List.of();
  private @Nullable String gender;
  private List<String> inc = List.of();
  private List<String> exc = List.of();
  private Duration timeout = DEFAULT_TIMEOUT;
  private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
  private int rateLimit = DEFAULT_RATE_LIMIT;
  private Clock clock = Clock.systemUTC();
  private Sleeper sleeper = Sleeper.THREAD;
  private Consumer<LoadProgress> progress = page -> {};

  RandomUserClientBuilder() {}

  /** Where the API is; {@value #DEFAULT_BASE_URI} unless set. */
  public RandomUserClientBuilder baseUri(URI uri) {
    baseUri = Objects.requireNonNull(uri);
    return this;
  }

  /** Users of a page, 1 to {@value #MAX_PAGE_SIZE}; {@value #DEFAULT_PAGE_SIZE} unless set. */
  public RandomUserClientBuilder pageSize(int users) {
    pageSize = users;
    return this;
  }

  /**
   * Any text; {@value #DEFAULT_SEED} unless set. What is sent is 16 hex digits of its SHA-256 and a
   * hyphen, because the API's own seeds collide over pages: ("abc", page 12) and ("abc1", page 2)
   * are the same users.
   */
  public RandomUserClientBuilder seed(String text) {
    seed = Objects.requireNonNull(text);
    return this;
  }

  /** Other users each time: such a load cannot be repeated and has no id. Needed for a gender. */
  public RandomUserClientBuilder withoutSeed() {
    seed = null;
    return this;
  }

  /** Only these nationalities ("gb", "us"); all unless set. */
  public RandomUserClientBuilder nat(String... codes) {
    nat = lowerCase(codes);
    return this;
  }

  /** "male" or "female", only {@link #withoutSeed()}: the API ignores it beside a seed. */
  public RandomUserClientBuilder gender(String maleOrFemale) {
    gender = maleOrFemale.toLowerCase(Locale.ROOT);
    return this;
  }

  /** Only these fields ("name", "login"); all unless set. Changes the data of the real API. */
  public RandomUserClientBuilder inc(String... fields) {
    inc = lowerCase(fields);
    return this;
  }

  /** All fields but these; none is left out unless set. Changes the data of the real API. */
  public RandomUserClientBuilder exc(String... fields) {
    exc = lowerCase(fields);
    return this;
  }

  /** Time for a whole reply, body included; 30 seconds unless set. */
  public RandomUserClientBuilder timeout(Duration time) {
    timeout = Objects.requireNonNull(time);
    return this;
  }

  /** How transient failures are retried; {@link RetryPolicy#DEFAULT} unless set. */
  public RandomUserClientBuilder retryPolicy(RetryPolicy policy) {
    retryPolicy = Objects.requireNonNull(policy);
    return this;
  }

  /**
   * Users in any five minutes; {@value #DEFAULT_RATE_LIMIT} unless set. The client waits rather
   * than exceed it.
   */
  public RandomUserClientBuilder rateLimit(int usersPerFiveMinutes) {
    rateLimit = usersPerFiveMinutes;
    return this;
  }

  /** The clock of the rate limit; the system's unless set. */
  public RandomUserClientBuilder clock(Clock newClock) {
    clock = Objects.requireNonNull(newClock);
    return this;
  }

  /** How the client waits; it sleeps unless set. */
  public RandomUserClientBuilder sleeper(Sleeper newSleeper) {
    sleeper = Objects.requireNonNull(newSleeper);
    return this;
  }

  /**
   * Registers a listener, called for each page of a series on the thread that fetched it; none
   * unless set.
   */
  public RandomUserClientBuilder progress(Consumer<LoadProgress> listener) {
    progress = Objects.requireNonNull(listener);
    return this;
  }

  /**
   * The client.
   *
   * @throws ConfigurationException with all problems at once
   */
  public RandomUserClient build() {
    String sentSeed = seed == null ? null : SeedText.of(seed);
    List<String> problems =
        new RequestProblems()
            .baseUri(baseUri)
            .pageSize(pageSize)
            .rateLimit(rateLimit, pageSize)
            .timeout(timeout)
            .nationalities(nat)
            .gender(gender, sentSeed != null)
            .fields(inc, exc)
            .list();
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("the randomuser.me client", problems);
    }
    HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    return new RandomUserClient(
        new ApiRequest(baseUri, sentSeed, pageSize, nat, gender, inc, exc),
        new ApiExchange(http, timeout, clock),
        new UserBudget(rateLimit, RATE_WINDOW, clock, sleeper),
        retryPolicy,
        sleeper,
        progress);
  }

  private static List<String> lowerCase(String[] words) {
    return Arrays.stream(words).map(word -> word.trim().toLowerCase(Locale.ROOT)).toList();
  }
}
