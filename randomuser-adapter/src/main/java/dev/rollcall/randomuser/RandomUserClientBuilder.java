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

  /** The real API: {@value}. */
  public static final String DEFAULT_BASE_URI = "https://randomuser.me/api/1.4/";

  /** Default number of users per page: {@value}. */
  public static final int DEFAULT_PAGE_SIZE = 1_000;

  /** Maximum number of users per page: {@value}. For more, the API silently returns 1. */
  public static final int MAX_PAGE_SIZE = 5_000;

  /** Default seed: {@value}, so that every load is repeatable. */
  public static final String DEFAULT_SEED = "rollcall";

  /** Default number of users per {@link #RATE_WINDOW}: {@value}, the limit of the API. */
  public static final int DEFAULT_RATE_LIMIT = 20_000;

  /** The period of the API's limit per address: five minutes. */
  public static final Duration RATE_WINDOW = Duration.ofMinutes(5);

  /** Default time for a whole reply: 30 seconds. */
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

  /** Sets the API's address. Default: {@value #DEFAULT_BASE_URI}. */
  public RandomUserClientBuilder baseUri(URI uri) {
    baseUri = Objects.requireNonNull(uri);
    return this;
  }

  /**
   * Sets the users per page, 1 to {@value #MAX_PAGE_SIZE}. Default: {@value #DEFAULT_PAGE_SIZE}.
   */
  public RandomUserClientBuilder pageSize(int users) {
    pageSize = users;
    return this;
  }

  /**
   * Sets the seed, any text. Default: {@value #DEFAULT_SEED}. The client sends 16 hex digits of its
   * SHA-256 and a hyphen, because the API's own seeds collide over pages: ("abc", page 12) and
   * ("abc1", page 2) are the same users.
   */
  public RandomUserClientBuilder seed(String text) {
    seed = Objects.requireNonNull(text);
    return this;
  }

  /**
   * Asks for other users each time: such a load has no id and cannot be repeated. Required for a
   * gender.
   */
  public RandomUserClientBuilder withoutSeed() {
    seed = null;
    return this;
  }

  /** Sets the nationalities ("gb", "us"). Default: all. */
  public RandomUserClientBuilder nat(String... codes) {
    nat = lowerCase(codes);
    return this;
  }

  /**
   * Sets "male" or "female"; only {@link #withoutSeed()}, because the API ignores it beside a seed.
   * Default: both.
   */
  public RandomUserClientBuilder gender(String maleOrFemale) {
    gender = maleOrFemale.toLowerCase(Locale.ROOT);
    return this;
  }

  /**
   * Includes only these fields ("name", "login"). Default: all. Changes the data of the real API.
   */
  public RandomUserClientBuilder inc(String... fields) {
    inc = lowerCase(fields);
    return this;
  }

  /** Excludes these fields. Default: none. Changes the data of the real API. */
  public RandomUserClientBuilder exc(String... fields) {
    exc = lowerCase(fields);
    return this;
  }

  /** Sets the time for a whole reply, including its body. Default: 30 seconds. */
  public RandomUserClientBuilder timeout(Duration time) {
    timeout = Objects.requireNonNull(time);
    return this;
  }

  /** Sets how transient failures are retried. Default: {@link RetryPolicy#DEFAULT}. */
  public RandomUserClientBuilder retryPolicy(RetryPolicy policy) {
    retryPolicy = Objects.requireNonNull(policy);
    return this;
  }

  /**
   * Limits the users in any five minutes; the client waits rather than exceed it. Default: {@value
   * #DEFAULT_RATE_LIMIT}.
   */
  public RandomUserClientBuilder rateLimit(int usersPerFiveMinutes) {
    rateLimit = usersPerFiveMinutes;
    return this;
  }

  /** Sets the clock of the rate limit. Default: the system's. */
  public RandomUserClientBuilder clock(Clock newClock) {
    clock = Objects.requireNonNull(newClock);
    return this;
  }

  /** Sets how the client waits. Default: it sleeps. */
  public RandomUserClientBuilder sleeper(Sleeper newSleeper) {
    sleeper = Objects.requireNonNull(newSleeper);
    return this;
  }

  /**
   * Registers a listener, called for each page of a series on the thread that fetched it. Default:
   * none.
   */
  public RandomUserClientBuilder progress(Consumer<LoadProgress> listener) {
    progress = Objects.requireNonNull(listener);
    return this;
  }

  /**
   * Builds the client.
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
