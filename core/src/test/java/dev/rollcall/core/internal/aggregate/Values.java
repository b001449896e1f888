package dev.rollcall.core.internal.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Random values of each column type, the awkward ones among them. */
final class Values {

  private static final long[] EDGES = {
    Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
  };
  private static final double[] DOUBLE_EDGES = {
    -0.0,
    0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1.0,
    -1.0
  };
  private static final List<String> STRING_EDGES =
      List.of("", "null", " ", "?", "\uD83D", "\uDE00", "\uD83D\uDE00", "é", "e\u0301", "\u0000");

  private Values() {}

  public static Object age(Random random) {
    return (long) random.nextInt(111);
  }

  public static Object wholeNumber(Random random) {
    return random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
  }

  public static Object real(Random random) {
    if (random.nextInt(5) == 0) {
      return DOUBLE_EDGES[random.nextInt(DOUBLE_EDGES.length)];
    }
    return random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
  }

  /** Up to 40 digits, two of them behind the point. */
  public static Object decimal(Random random) {
    int bits = random.nextBoolean() ? 20 : 130;
    BigInteger unscaled = new BigInteger(bits, random);
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), 2);
  }

  public static Object text(Random random) {
    return random.nextInt(3) == 0
        ? STRING_EDGES.get(random.nextInt(STRING_EDGES.size()))
        : Integer.toString(random.nextInt(3_000), 36);
  }

  public static Object moment(Random random) {
    return Instant.ofEpochMilli(random.nextLong() >> random.nextInt(40));
  }

  public static Object day(Random random) {
    return LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000);
  }

  public static Object uuid(Random random) {
    return new UUID(random.nextInt(50), random.nextInt(100));
  }

  public static Object flag(Random random) {
    return random.nextBoolean();
  }

  public static Object bytes(Random random) {
    return ((String) text(random)).getBytes(StandardCharsets.UTF_16BE);
  }

  public static Function<Random, Object> below(long bound) {
    return random -> Math.floorMod(random.nextLong(), bound);
  }
}
