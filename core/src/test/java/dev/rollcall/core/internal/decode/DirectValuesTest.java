package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.mapping.Reading;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the bytes of a text is what the JDK makes of it; what it refuses is left. */
class DirectValuesTest {

  private static final int INPUTS = 200_000;
  private static final String SIGNS = "0123456789-:.TZ /tz+e\u00e9";
  private static final long YEAR_SECONDS = 31_556_952;

  private static String spoilt(String text, Random random) {
    StringBuilder spoilt = new StringBuilder(text);
    for (int i = random.nextInt(3); i > 0; i--) {
      spoilt.setCharAt(
          random.nextInt(text.length()),
          random.nextBoolean()
              ? SIGNS.charAt(random.nextInt(SIGNS.length()))
              : (char) random.nextInt(256));
    }
    return spoilt.toString();
  }

  private static boolean hasPlainYear(String text) {
    return text.substring(0, 4).chars().allMatch(c -> c >= '0' && c <= '9')
        && !text.startsWith("0000");
  }

  private static final List<String> ZONES = List.of("Z", " UTC", "", "+02:00");

  @Test
  void timesAreThoseOfTheGeneralWay() throws ValueMismatch {
    Random random = new Random(13);
    int usual = 0;
    for (int i = 0; i < INPUTS; i++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextInt(400) * YEAR_SECONDS - 200 * YEAR_SECONDS + random.nextInt(),
              random.nextInt(3) * 251_000_000L);
      String written = time.toString().replace("Z", ZONES.get(random.nextInt(ZONES.size())));
      String text = spoilt(random.nextBoolean() ? written.replace('T', ' ') : written, random);
      text = random.nextInt(8) == 0 ? text.substring(0, 10) : text;
      byte[] bytes = (text + '"').getBytes(ISO_8859_1);

      long direct = DirectValues.instant(bytes, 0, bytes.length - 1, -3_600_000);

      if (direct != DirectValues.NONE) {
        usual++;
        assertThat(Instant.ofEpochMilli(direct)).as(text).isEqualTo(general(text));
      }
    }
    assertThat(usual).isGreaterThan(INPUTS / 5);
  }

  private static Object general(String text) throws ValueMismatch {
    Reading.Times times = new Reading.Times(List.of(), ZoneOffset.ofHours(1), null, null, null);
    return new TimeReader(times, false).read(ParsedElement.STRING, text, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "2012-05-31T05:08:12Z, 2012-05-31T05:08:12Z",
    "2012-05-31T05:08:12.251Z, 2012-05-31T05:08:12.251Z",
    "2012-05-31 05:08:12.251Z, 2012-05-31T05:08:12.251Z",
    "2012-05-31 05:08:12 UTC, 2012-05-31T05:08:12Z",
    "2012-05-31T05:08:12.251 UTC, 2012-05-31T05:08:12.251Z",
    "2012-05-31 05:08:12, 2012-05-31T04:08:12Z",
    "2012-05-31T05:08:12.251, 2012-05-31T04:08:12.251Z",
    "2012-05-31, 2012-05-30T23:00:00Z",
  })
  void usualTimesAreReadAtOnce(String text, Instant expected) {
    byte[] bytes = (text + '"').getBytes(ISO_8859_1);

    assertThat(DirectValues.instant(bytes, 0, bytes.length - 1, -3_600_000))
        .isEqualTo(expected.toEpochMilli());
  }

  @Test
  void aTimeWithoutAZoneIsLeftWhereTheZoneDependsOnIt() {
    byte[] bytes = "2012-05-31T05:08:12".getBytes(ISO_8859_1);

    assertThat(DirectValues.instant(bytes, 0, bytes.length, DirectValues.NONE))
        .isEqualTo(DirectValues.NONE);
  }

  @Test
  void daysAreThoseOfTheJdk() {
    Random random = new Random(13);
    for (int i = 0; i < INPUTS; i++) {
      String text =
          spoilt(LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000L).toString(), random);
      byte[] bytes = text.getBytes(ISO_8859_1);

      assertThat(DirectValues.day(bytes, 0, bytes.length)).as(text).isEqualTo(day(text));
    }
  }

  private static long day(String text) {
    try {
      return hasPlainYear(text) ? LocalDate.parse(text).toEpochDay() : DirectValues.NONE;
    } catch (DateTimeParseException e) {
      return DirectValues.NONE;
    }
  }

  @Test
  void numbersAreThoseOfTheJdk() {
    Random random = new Random(13);
    for (int i = 0; i < INPUTS; i++) {
      String text =
          spoilt(
              Double.toString(
                  (random.nextInt() >> random.nextInt(24)) / Math.pow(10, random.nextInt(7))),
              random);
      byte[] bytes = text.getBytes(ISO_8859_1);

      double direct = DirectValues.float64(bytes, 0, bytes.length);

      boolean isUsual =
          text.matches("-?[0-9]+(\\.[0-9]+)?") && text.replaceAll("[-.]", "").length() <= 15;
      assertThat(direct)
          .as(text)
          .isEqualTo(Double.valueOf(isUsual ? Double.parseDouble(text) : Double.NaN));
    }
  }

  @Test
  void wholeNumbersAreThoseOfTheJdk() {
    Random random = new Random(13);
    for (int i = 0; i < INPUTS; i++) {
      BigInteger number =
          switch (random.nextInt(4)) {
            case 0 ->
                BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.valueOf(random.nextInt(9) - 4));
            case 1 ->
                BigInteger.valueOf(Long.MIN_VALUE).add(BigInteger.valueOf(random.nextInt(9) - 4));
            default -> new BigInteger(random.nextInt(68), random);
          };
      String text = spoilt(number.toString(), random);
      byte[] bytes = text.getBytes(ISO_8859_1);

      long direct = DirectValues.int64(bytes, 0, bytes.length);

      boolean isUsual = text.matches("-?[0-9]{1,19}") && new BigInteger(text).bitLength() <= 63;
      long expected =
          isUsual && !text.equals("" + Long.MIN_VALUE) ? Long.parseLong(text) : DirectValues.NONE;
      assertThat(direct).as(text).isEqualTo(expected);
    }
  }
}
