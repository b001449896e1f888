package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;

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

  @Test
  void timesAreThoseOfTheJdk() {
    Random random = new Random(13);
    for (int i = 0; i < INPUTS; i++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextInt(400) * YEAR_SECONDS - 200 * YEAR_SECONDS + random.nextInt(),
              random.nextInt(3) * 251_000_000L);
      String text = spoilt(time.toString(), random);
      byte[] bytes = text.getBytes(ISO_8859_1);

      long direct = DirectValues.instant(bytes, 0, bytes.length);

      assertThat(direct).as(text).isEqualTo(instant(text));
    }
  }

  private static long instant(String text) {
    try {
      boolean isUsual =
          text.endsWith("Z")
              && text.charAt(10) == 'T'
              && text.charAt(13) == ':'
              && text.charAt(16) == ':'
              && text.indexOf("24:00:00") < 0
              && (text.length() == 20 || text.charAt(19) == '.')
              && hasPlainYear(text);
      Instant parsed = Instant.parse(text);
      // a leap second is read as the one before it
      boolean isLeap = text.startsWith(":60", 16);
      return isUsual && !isLeap ? parsed.toEpochMilli() : DirectValues.NONE;
    } catch (DateTimeParseException e) {
      return DirectValues.NONE;
    }
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
