package dev.rollcall.cli.produce;

import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where users come from, as options. */
public final class UserOriginOptions {

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "How many users to fetch. Default: 1000.")
  private long users = 1_000;

  @Option(
      names = "--live",
      description = "Fetch from the real API, over the internet, instead of the offline one.")
  private boolean live;

  @Option(
      names = "--from",
      paramLabel = "FILE|DIR",
      description =
          "Read captured replies instead: a file, or all JSON files (.json, .ndjson, .jsonl) of a"
              + " folder; also packed by gzip or Zstandard.")
  private @Nullable Path from;

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description =
          "Fetch the users of that day: each day has its own. Default: users that are the same on"
              + " all days.")
  private @Nullable LocalDate date;

  /** Checked. */
  public UserOrigin origin() {
    return new UserOrigin(users, live, from, date);
  }
}
