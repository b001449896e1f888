package dev.rollcall.randomuser;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of the randomuser.me API, version 1.4. Returns pages of users as the bytes received,
 * after checking them. Threadsafe; its iterators are not.
 *
 * <pre>{@code
 * RandomUserClient client = RandomUserClient.builder().seed("demo").nat("gb", "us").build();
 * for (UserPage page : client.pages(20_000)) {
 *   send(page.body());
 * }
 * }</pre>
 *
 * <p>A reply is a success only if it is JSON with as many users as were requested. Transient
 * failures (429, 5xx, timeouts, lost connections, HTML, 200 with an error or too few users) are
 * retried by the retry policy, no earlier than the server asks for, then thrown as a {@link
 * TransientException}. Other failures are a {@link FatalException} or, for a version that the API
 * does not have, a {@link ConfigurationException}.
 *
 * <p>The same seed and page size give the same users, whatever the total: a smaller last page is
 * the beginning of the full one. Ages are computed by the API, as of now.
 */
public final class RandomUserClient {

  /** The last page of the API: {@value}. */
  public static final int LAST_PAGE = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(RandomUserClient.class);

  private final ApiRequest request;
  private final ApiExchange exchange;
  private final UserBudget budget;
  private final RetryPolicy retryPolicy;
  private final Sleeper sleeper;
  private final Consumer<LoadProgress> progress;

  RandomUserClient(
      ApiRequest request,
      ApiExchange exchange,
      UserBudget budget,
      RetryPolicy retryPolicy,
      Sleeper sleeper,
      Consumer<LoadProgress> progress) {
    this.request = request;
    this.exchange = exchange;
    this.budget = budget;
    this.retryPolicy = retryPolicy;
    this.sleeper = sleeper;
    this.progress = progress;
  }

  /** Returns a builder with all defaults. */
  public static RandomUserClientBuilder builder() {
    return new RandomUserClientBuilder();
  }

  /** The number of users of a full page. */
  public int pageSize() {
    return request.pageSize();
  }

  /**
   * Fetches a full page.
   *
   * @param page from 1 to {@value #LAST_PAGE}
   */
  public UserPage page(int page) {
    if (page < 1 || page > LAST_PAGE) {
      throw new ConfigurationException(
          "randomuser.me: got page " + page + ", expected 1 to " + LAST_PAGE);
    }
    return fetch(page, request.pageSize());
  }

  /** Fetches the pages of {@code totalUsers} users lazily, one for each call of {@code next}. */
  public Iterable<UserPage> pages(long totalUsers) {
    return pages(totalUsers, 1);
  }

  /**
   * As {@link #pages(long)}, beginning at {@code firstPage}: a load that was interrupted after page
   * n continues at n + 1. Returns no pages if the load was complete.
   *
   * @throws ConfigurationException if the users do not fit into the API's pages
   */
  public Iterable<UserPage> pages(long totalUsers, int firstPage) {
    int pages = pagesOf(totalUsers);
    if (firstPage < 1) {
      throw new ConfigurationException(
          "randomuser.me: got first page " + firstPage + ", expected at least 1");
    }
    return () -> new Pages(totalUsers, pages, firstPage);
  }

  /**
   * The id of an idempotent load: a stable text of everything that determines its users (kind of
   * base, seed, page size, nat, inc, exc and total). The same text in another process means the
   * same users.
   *
   * @throws ConfigurationException if the client has no seed, so that no load can be repeated
   */
  public String loadId(long totalUsers) {
    pagesOf(totalUsers);
    if (request.seed() == null) {
      throw new ConfigurationException(
          "randomuser.me: a load without a seed gives other users each time and has no id; set a"
              + " seed");
    }
    return request.id(totalUsers);
  }

  private int pagesOf(long totalUsers) {
    long most = (long) request.pageSize() * LAST_PAGE;
    if (totalUsers < 1 || totalUsers > most) {
      throw new ConfigurationException(
          "randomuser.me: got a total of "
              + totalUsers
              + " users, expected 1 to "
              + most
              + " ("
              + LAST_PAGE
              + " pages of "
              + request.pageSize()
              + "); use larger pages or several seeds");
    }
    return (int) ((totalUsers + request.pageSize() - 1) / request.pageSize());
  }

  private UserPage fetch(int page, int results) {
    URI uri = request.page(page, results);
    String where = "page " + page + " of " + request.base();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          budget.take(results);
          byte[] body = exchange.get(uri, where);
          ReplyCheck.check(body, where, request.seed(), page, results);
          return new UserPage(page, body, results, uri);
        } catch (FailedAttempt failure) {
          if (attempt >= retryPolicy.attempts()) {
            throw failure.asTransient(attempt);
          }
          pause(failure, attempt);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException(where + ": interrupted", e);
    }
  }

  private void pause(FailedAttempt failure, int attempt) throws InterruptedException {
    Duration backoff = retryPolicy.delay(attempt - 1, ThreadLocalRandom.current());
    Duration minimum = failure.minimumWait();
    Duration wait = backoff.compareTo(minimum) < 0 ? minimum : backoff;
    if (attempt == 1) {
      LOG.warn("{}; trying again in {} ms", failure.getMessage(), wait.toMillis());
    } else {
      LOG.debug("{}; attempt {}, next in {} ms", failure.getMessage(), attempt, wait.toMillis());
    }
    sleeper.sleep(wait);
  }

  private final class Pages implements Iterator<UserPage> {

    private final long totalUsers;
    private final int pages;
    private int next;

    Pages(long totalUsers, int pages, int firstPage) {
      this.totalUsers = totalUsers;
      this.pages = pages;
      this.next = firstPage;
    }

    @Override
    public boolean hasNext() {
      return next <= pages;
    }

    @Override
    public UserPage next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all " + pages + " pages were given");
      }
      long before = (long) (next - 1) * request.pageSize();
      int results = (int) Math.min(request.pageSize(), totalUsers - before);
      UserPage page = fetch(next, results);
      next++;
      progress.accept(new LoadProgress(page.page(), pages, before + results, totalUsers));
      return page;
    }
  }
}
