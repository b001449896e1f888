package dev.rollcall.core.clean;

import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cleans and enriches rows of {@link dev.rollcall.core.user.Users}: texts are made uniform; users
 * that cannot be go to the dead letters; {@code phone_digits}, {@code cell_digits}, {@code
 * continent}, {@code region} and {@code days_registered} are added.
 */
public final class UserCleaning {

  private static final int OLDEST = 125;

  /** A clock that is a little ahead is no reason to lose a user. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private static final List<String> TEXTS =
      List.of(
          "title",
          "first_name",
          "last_name",
          "full_name",
          "street",
          "city",
          "state",
          "country",
          "postcode");

  private UserCleaning() {}

  /** Adds all steps, in the order in which they must be. */
  public static PipelineBuilder addTo(PipelineBuilder pipeline) {
    TEXTS.forEach(column -> pipeline.cleaned(column, Cleaners.tidy()));
    return pipeline
        .cleaned("email", Cleaners.email())
        .require("an e-mail address as browsers take it, or none", (row, time) -> mailable(row))
        .require(
            "an age from 0 to " + OLDEST + ", or none",
            (row, time) ->
                row.isNull("age") || row.getLong("age") >= 0 && row.getLong("age") <= OLDEST)
        .require(
            "a birth date before the record's time, or none",
            (row, time) -> past(row.getTimestamp("birth_date"), time))
        .require(
            "a registration before the record's time and after the birth, or none",
            UserCleaning::registeredInLife)
        .derived(
            Column.of("phone_digits", ColumnType.STRING).with(Column.Sensitivity.PERSONAL),
            (row, time) -> digits(row.getString("phone")))
        .derived(
            Column.of("cell_digits", ColumnType.STRING).with(Column.Sensitivity.PERSONAL),
            (row, time) -> digits(row.getString("cell")))
        .derived("continent", ColumnType.STRING, (row, time) -> region(row, Region::continent))
        .derived("region", ColumnType.STRING, (row, time) -> region(row, Region::name))
        .derived(
            "days_registered",
            ColumnType.INT64,
            (row, time) -> days(row.getTimestamp("registered_at"), time));
  }

  private static boolean mailable(Row row) {
    String email = row.getString("email");
    return email == null || Cleaners.isEmail(email);
  }

  private static boolean past(@Nullable Instant when, @Nullable Instant recordTime) {
    return when == null || recordTime == null || !when.isAfter(recordTime.plus(AHEAD));
  }

  private static boolean registeredInLife(Row row, @Nullable Instant recordTime) {
    Instant registered = row.getTimestamp("registered_at");
    Instant born = row.getTimestamp("birth_date");
    return past(registered, recordTime)
        && (registered == null || born == null || !registered.isBefore(born));
  }

  private static @Nullable String digits(@Nullable String number) {
    return number == null ? null : Cleaners.phone().clean(number);
  }

  private static @Nullable String region(Row row, Function<Region, String> part) {
    String country = row.getString("nationality");
    return country == null ? null : Region.ofCountry(country).map(part).orElse(null);
  }

  /** Whole days; 0 on the first, also if a clock is ahead. */
  private static @Nullable Long days(@Nullable Instant since, @Nullable Instant recordTime) {
    return since == null || recordTime == null
        ? null
        : Math.max(0, ChronoUnit.DAYS.between(since, recordTime));
  }
}
