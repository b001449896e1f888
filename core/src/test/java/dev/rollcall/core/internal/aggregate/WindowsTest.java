package dev.rollcall.core.internal.aggregate;

import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.AggregateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows against a plain search for the bounds around a moment, in every zone that Java knows. */
class WindowsTest {

  /** {@code -Drollcall.windows.seed=N} repeats a run that failed with the random seed N. */
  private static final long SEED = Long.getLong("rollcall.windows.seed", new Random().nextLong());

  @ParameterizedTest
  @CsvSource({
    // an hour less and an hour more
    "Europe/Paris,       2026-03-29T12:00:00Z, P1D, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "Europe/Paris,       2026-10-25T12:00:00Z, P1D, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    // the second time that clocks show the hour
    "Europe/Paris,       2026-10-25T01:30:00Z, P1D, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    // clocks go by half an hour
    "Australia/Lord_Howe,2026-04-05T03:00:00Z, P1D, 2026-04-04T13:00:00Z, 2026-04-05T13:30:00Z",
    "Australia/Lord_Howe,2026-10-04T03:00:00Z, P1D, 2026-10-03T13:30:00Z, 2026-10-04T13:00:00Z",
    // there was no 30th: the 29th ends where the 31st begins
    "Pacific/Apia,       2011-12-30T09:59:59Z, P1D, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
    "Pacific/Apia,       2011-12-30T10:00:00Z, P1D, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
    // no midnight: the day begins at one
    "America/Sao_Paulo,  2018-11-04T03:00:00Z, P1D, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
    "America/Sao_Paulo,  2018-11-04T02:59:59Z, P1D, 2018-11-03T03:00:00Z, 2018-11-04T03:00:00Z",
    // midnight comes twice: the day begins at the first
    "America/Havana,     2026-11-01T05:30:00Z, P1D, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
    // a minute after midnight it was the day before again: that day had ended
    "America/Goose_Bay,  2010-11-07T03:30:00Z, P1D, 2010-11-07T03:00:00Z, 2010-11-08T04:00:00Z",
    "UTC,                1969-12-31T23:59:59Z, P1D, 1969-12-31T00:00:00Z, 1970-01-01T00:00:00Z",
    // weeks begin on Monday
    "UTC,                2026-11-29T23:00:00Z, P7D, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "UTC,                1969-12-28T23:00:00Z, P7D, 1969-12-22T00:00:00Z, 1969-12-29T00:00:00Z",
    "Europe/Paris,       2026-03-29T12:00:00Z, P7D, 2026-03-22T23:00:00Z, 2026-03-29T22:00:00Z",
    "Asia/Tokyo,         2028-02-29T12:00:00Z, P1M, 2028-01-31T15:00:00Z, 2028-02-29T15:00:00Z",
    "UTC,                1969-11-30T12:00:00Z, P3M, 1969-10-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "UTC,                2026-11-29T12:00:00Z, P3M, 2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "America/New_York,   2027-01-01T04:59:59Z, P1Y, 2026-01-01T05:00:00Z, 2027-01-01T05:00:00Z",
    "UTC,                -0044-03-15T12:00:00Z,P1Y, -0044-01-01T00:00:00Z,-0043-01-01T00:00:00Z"
  })
  void aWindowOfTheCalendarIsAsPeopleOfTheZoneSay(
      String zone, Instant moment, Period size, Instant start, Instant end) {
    Aggregator aggregator = bind(people().tumbling(size).zone(ZoneId.of(zone)).count());

    AggregateKey key = aggregator.key(row(Map.of()), moment);

    assertThat(key.windowStart()).isEqualTo(start);
    assertThat(aggregator.result(key, aggregator.create())).containsEntry("window_end", end);
  }

  @Test
  void aroundEveryChangeOfEveryClockTheBoundsAreThoseNextToTheMoment() {
    Random random = new Random(SEED);
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(id);
      Windows days = days(1, zone);
      Windows some = random.nextInt(4) == 0 ? days(2 + random.nextInt(40), zone) : days(7, zone);
      Windows months = months(1 + random.nextInt(14), zone);
      for (Instant moment : momentsOf(zone, random)) {
        check(days, 1, false, zone, moment);
        check(some, ((Windows.OfCalendar) some).length(), false, zone, moment);
        check(months, ((Windows.OfCalendar) months).length(), true, zone, moment);
      }
    }
  }

  private static Windows days(int size, ZoneId zone) {
    return Windows.OfCalendar.of(Period.ofDays(size), zone);
  }

  private static Windows months(int size, ZoneId zone) {
    return Windows.OfCalendar.of(Period.ofMonths(size), zone);
  }

  private static List<Instant> momentsOf(ZoneId zone, Random random) {
    List<Instant> moments = new ArrayList<>();
    List<ZoneOffsetTransition> transitions = zone.getRules().getTransitions();
    for (ZoneOffsetTransition each :
        transitions.subList(Math.max(0, transitions.size() - 25), transitions.size())) {
      for (long minutes : new long[] {-1_500, -61, -1, 0, 1, 29, 61, 1_500}) {
        moments.add(each.getInstant().plusSeconds(60 * minutes));
      }
      moments.add(each.getInstant().minusNanos(1));
    }
    transitions.stream().limit(3).map(ZoneOffsetTransition::getInstant).forEach(moments::add);
    for (int i = 0; i < 10; i++) {
      moments.add(Instant.ofEpochMilli(random.nextLong() >> (18 + random.nextInt(30))));
    }
    return moments;
  }

  /** Among the first moments of the days that a window can begin with, those next to the moment. */
  private static void check(
      Windows windows, int length, boolean isMonths, ZoneId zone, Instant moment) {
    LocalDate near = moment.atZone(ZoneOffset.UTC).toLocalDate();
    List<Instant> bounds = new ArrayList<>();
    if (isMonths) {
      LocalDate month = near.withDayOfMonth(1);
      LongStream.rangeClosed(-length - 1, length + 1)
          .mapToObj(month::plusMonths)
          .filter(
              m -> Math.floorMod((m.getYear() - 1970L) * 12 + m.getMonthValue() - 1, length) == 0)
          .forEach(m -> bounds.add(m.atStartOfDay(zone).toInstant()));
    } else {
      LocalDate origin = LocalDate.ofEpochDay(length % 7 == 0 ? -3 : 0);
      LongStream.rangeClosed(-length - 3, length + 3)
          .mapToObj(near::plusDays)
          .filter(d -> Math.floorMod(d.toEpochDay() - origin.toEpochDay(), length) == 0)
          .forEach(d -> bounds.add(d.atStartOfDay(zone).toInstant()));
    }
    Instant start =
        bounds.stream().filter(b -> !b.isAfter(moment)).max(Instant::compareTo).orElseThrow();
    Instant end =
        bounds.stream().filter(b -> b.isAfter(moment)).min(Instant::compareTo).orElseThrow();
    assertThat(windows.startOf(moment))
        .as("start, %s in %s, %d", moment, zone, SEED)
        .isEqualTo(start);
    assertThat(windows.endOf(start)).as("end, %s in %s, %d", moment, zone, SEED).isEqualTo(end);
    assertThat(windows.startOf(start)).as("of the start").isEqualTo(start);
  }

  @Test
  void aRowIsInEveryHoppingWindowThatHoldsItAndInNoOther() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      long every = 1 + random.nextInt(1_000);
      int times = 1 + random.nextInt(20);
      long offset = random.nextInt((int) every);
      Aggregator aggregator =
          bind(
              people()
                  .hopping(Duration.ofMillis(every * times), Duration.ofMillis(every))
                  .offset(Duration.ofMillis(offset))
                  .count());
      long at = random.nextInt(100_000) - 50_000;
      AggregateKey latest = aggregator.key(row(Map.of()), Instant.ofEpochMilli(at));
      List<Long> starts =
          Stream.concat(Stream.of(latest), aggregator.earlier(latest).stream())
              .map(key -> key.windowStart().toEpochMilli())
              .sorted()
              .toList();
      List<Long> expected =
          LongStream.rangeClosed(at - every * times + 1, at)
              .filter(start -> Math.floorMod(start - offset, every) == 0)
              .boxed()
              .toList();
      assertThat(starts).as("seed %d", SEED).isEqualTo(expected).hasSize(times);
    }
  }

  @Test
  void aWeekOfFixedSizeBeginsOnMondayWithAnOffsetOfFourDays() {
    Aggregator aggregator =
        bind(people().tumbling(Duration.ofDays(7)).offset(Duration.ofDays(4)).count());

    assertThat(aggregator.key(row(Map.of()), Instant.parse("2026-11-29T23:00:00Z")).windowStart())
        .isEqualTo("2026-11-23T00:00:00Z");
  }

  @Test
  void aRowWithAWindowThatCannotBeToldIsInTheOneWithoutBounds() {
    Aggregator hopping = bind(people().hopping(Duration.ofHours(3), Duration.ofHours(1)).count());
    Aggregator yearly =
        bind(people().tumbling(Period.ofYears(1)).zone(ZoneId.of("Asia/Tokyo")).count());
    for (Aggregator aggregator : List.of(hopping, yearly)) {
      for (Instant far :
          List.of(
              Instant.MIN,
              Instant.MAX,
              Instant.ofEpochMilli(Long.MIN_VALUE),
              Instant.ofEpochMilli(Long.MAX_VALUE))) {
        AggregateKey key = aggregator.key(row(Map.of()), far);
        assertThat(key.windowStart()).as(far.toString()).isNull();
        assertThat(aggregator.earlier(key)).isEmpty();
        assertThat(aggregator.pairsPerRow(key)).isEqualTo(aggregator.windowsPerRow());
      }
    }
    Instant first = Instant.ofEpochMilli(Long.MIN_VALUE).plus(Duration.ofHours(5));
    assertThat(hopping.earlier(hopping.key(row(Map.of()), first))).hasSize(2);
  }

  @Test
  void windowsBesideOneAnotherHaveNoOthers() {
    Aggregator aggregator = bind(people().tumbling(Duration.ofHours(1)).count());
    assertThat(aggregator.earlier(aggregator.key(row(Map.of()), Fixtures.NOW))).isEmpty();
    assertThat(aggregator.windowsPerRow()).isEqualTo(1);
  }
}
