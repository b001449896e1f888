package dev.rollcall.cli.produce;

import dev.rollcall.csv.CsvFormat;
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
      description = "From the real API, over the internet, instead of the offline one.")
  private boolean live;

  @Option(
      names = "--from",
      paramLabel = "FILE|DIR",
      description =
          "Load captured replies instead: a file, or all .json, .ndjson and .jsonl files of a folder,"
              + " also packed by gzip or Zstandard.")
  private @Nullable Path from;

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description =
          "The users of that day: another day, others; the same day again, the same. Default: the"
              + " same users on all days.")
  private @Nullable LocalDate date;

  /** Checked. */
  public UserOrigin origin() {
    return new UserOrigin(users, live, from, date, CsvFormat.standard());
  }
}
