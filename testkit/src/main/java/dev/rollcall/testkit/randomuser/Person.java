package dev.rollcall.testkit.randomuser;

import dev.rollcall.testkit.random.Draw;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One invented person, before it is written as JSON. All of it is drawn, whichever fields are asked
 * for, so that leaving fields out does not change the others. Threadsafe.
 *
 * @param coordinates latitude and longitude in ten-thousandths of a degree
 * @param timezone offset, a space, description
 */
record Person(
    boolean male,
    String title,
    String first,
    String last,
    int streetNumber,
    String street,
    String city,
    String state,
    Country country,
    String postcode,
    int[] coordinates,
    String timezone,
    UUID uuid,
    String username,
    String password,
    String salt,
    Instant born,
    Instant registered,
    String phone,
    String cell,
    @Nullable String idValue,
    int portrait) {

  private static final int MINORS_PERCENT = 3;
  private static final int ODD_IDS_PERCENT = 2;

  // fixed dates, so that a person does not depend on now: adults and minors as of 2026
  private static final Instant FIRST_ADULT = Instant.parse("1944-08-01T00:00:00Z");
  private static final Instant LAST_ADULT = Instant.parse("2001-06-30T23:59:59Z");
  private static final Instant FIRST_MINOR = Instant.parse("2008-07-01T00:00:00Z");
  private static final Instant LAST_MINOR = Instant.parse("2019-12-31T23:59:59Z");
  private static final Instant FIRST_REGISTERED = Instant.parse("2002-03-01T00:00:00Z");
  private static final Instant LAST_REGISTERED = Instant.parse("2022-05-23T00:00:00Z");
  private static final Instant LAST_MINOR_REGISTERED = Instant.parse("2025-12-31T00:00:00Z");

  static Person draw(Draw draw, Selection selection) {
    Country country = selection.countries().get(draw.below(selection.countries().size()));
    boolean drawnMale = draw.percent(50);
    boolean male = selection.gender() == null ? drawnMale : selection.gender().equals("male");
    boolean minor = draw.percent(MINORS_PERCENT);
    Instant born =
        minor ? time(draw, FIRST_MINOR, LAST_MINOR) : time(draw, FIRST_ADULT, LAST_ADULT);
    Instant registered =
        minor
            ? time(draw, born, LAST_MINOR_REGISTERED)
            : time(draw, FIRST_REGISTERED, LAST_REGISTERED);
    String[] titles = country.titles();
    String womansTitle = titles[1 + draw.below(titles.length - 1)];
    return new Person(
        male,
        male ? titles[0] : womansTitle,
        draw.oneOf(male ? country.male() : country.female()),
        draw.oneOf(country.last()),
        1 + draw.below(9999),
        draw.oneOf(country.street()),
        draw.oneOf(country.city()),
        draw.oneOf(country.state()),
        country,
        postcode(draw, country),
        new int[] {draw.below(1_800_000) - 900_000, draw.below(3_600_000) - 1_800_000},
        draw.oneOf(WordLists.TIMEZONES),
        draw.uuid(),
        draw.oneOf(WordLists.ADJECTIVES) + draw.oneOf(WordLists.ANIMALS) + (100 + draw.below(900)),
        draw.oneOf(WordLists.PASSWORDS),
        draw.alphanumeric(8),
        born,
        registered,
        country.phone().fill(draw),
        country.cell().fill(draw),
        id(draw, country, born, male),
        draw.below(male ? 100 : 97));
  }

  private static Instant time(Draw draw, Instant first, Instant last) {
    return Instant.ofEpochMilli(draw.between(first.toEpochMilli(), last.toEpochMilli()));
  }

  private static String postcode(Draw draw, Country country) {
    Shape shape = country.postcodeShape();
    return shape == null
        ? Long.toString(draw.between(country.firstPostcode(), country.lastPostcode()))
        : shape.fill(draw);
  }

  private static @Nullable String id(Draw draw, Country country, Instant born, boolean male) {
    Shape shape = country.idShape();
    Shape odd = country.oddId();
    if (odd != null && draw.percent(ODD_IDS_PERCENT)) {
      shape = odd;
    }
    LocalDate birth = LocalDate.ofInstant(born, ZoneOffset.UTC);
    return shape == null ? null : shape.fill(draw, birth, male);
  }

  String email() {
    return PlainLetters.of(first) + "." + PlainLetters.of(last) + "@example.com";
  }
}
