package dev.rollcall.cli.produce;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.randomuser.RandomUserClient;
import dev.rollcall.randomuser.RandomUserClientBuilder;
import dev.rollcall.testkit.randomuser.OfflineApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where users come from.
 *
 * @param users how many to fetch from an API
 * @param live from the real API instead of the offline one
 * @param from captured replies instead of an API, or null
 * @param date the users of this day, which are others than those of another day; null for the same
 *     users whenever they are fetched
 */
public record UserOrigin(long users, boolean live, @Nullable Path from, @Nullable LocalDate date) {

  private static final int PAGE_SIZE = 500;
  private static final long MAX_USERS = 5_000_000;
  private static final long MAX_LIVE = 20_000;

  /**
   * As {@code --users}, {@code --live}, {@code --from} and {@code --date} say.
   *
   * @throws ConfigurationException if they cannot be had
   */
  public UserOrigin {
    if (users < 1 || users > MAX_USERS) {
      throw new ConfigurationException(
          "--users: got %d, expected 1 to %,d".formatted(users, MAX_USERS));
    }
    if (live && users > MAX_LIVE) {
      throw new ConfigurationException(
          "--users: got " + users + " with --live; the API gives an address 20,000 in 5 minutes");
    }
    if (from != null && live) {
      throw new ConfigurationException("--from and --live: expected one of them");
    }
    if (from != null && date != null) {
      throw new ConfigurationException("--from and --date: expected one of them");
    }
    if (from != null && !Files.isReadable(from)) {
      throw new ConfigurationException("--from: cannot read '" + from + "'");
    }
  }

  /** As many users of another day. */
  public UserOrigin of(LocalDate day) {
    return new UserOrigin(users, live, from, day);
  }

  /** Brings them into a topic; files are checked now. */
  public Load load() {
    return from == null
        ? (topic, progress) ->
            withClient(client -> UserLoad.ofApi(client, users).into(topic, progress))
        : UserLoad.ofFiles(from);
  }

  /** Does something with a client of the API that the users are fetched from. */
  public <T> T withClient(Function<RandomUserClient, T> work) {
    RandomUserClientBuilder client = RandomUserClient.builder().pageSize(PAGE_SIZE);
    if (date != null) {
      client.seed(date.toString());
    }
    if (live) {
      return work.apply(client.build());
    }
    try (OfflineApi api = OfflineApi.start()) {
      // the limit is there for a service that others use too
      return work.apply(client.baseUri(api.uri()).rateLimit(Integer.MAX_VALUE).build());
    }
  }

  /** In words. */
  public String describe() {
    if (from != null) {
      return "captured replies in " + from;
    }
    return (live ? "the randomuser.me API" : "the offline API server")
        + (date == null ? "" : ", day " + date);
  }
}
