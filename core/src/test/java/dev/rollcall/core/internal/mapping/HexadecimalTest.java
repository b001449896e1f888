package dev.rollcall.core.internal.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HexadecimalTest {

  @Test
  void eightDigitsAreTheNumberThatTheyAreOneByOne() {
    byte[] digits = "0123456789abcdefABCDEF".getBytes(ISO_8859_1);
    Random random = new Random(1);
    byte[] text = new byte[11];
    for (int run = 0; run < 10_000; run++) {
      for (int i = 0; i < text.length; i++) {
        text[i] = digits[random.nextInt(digits.length)];
      }
      int from = run % 4;
      assertThat(Hexadecimal.eight(text, from))
          .isEqualTo(Long.parseLong(new String(text, from, 8, ISO_8859_1), 16));
    }
  }

  @Test
  void anyOtherByteInAnyPlaceIsNoDigit() {
    for (int place = 0; place < 8; place++) {
      for (int other = 0; other < 256; other++) {
        byte[] text = "9fF0aA5b".getBytes(ISO_8859_1);
        text[place] = (byte) other;
        boolean isDigit = other < 128 && Character.digit(other, 16) >= 0;
        assertThat(Hexadecimal.eight(text, 0) >= 0).as("%d at %d", other, place).isEqualTo(isDigit);
      }
    }
  }
}
