package dev.rollcall.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** When a stored value is the expected one, whatever types the stores have for it. */
final class Values {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Values() {}

  /**
   * A value that may be off.
   *
   * @param error at most, as a share of the value
   */
  record About(BigDecimal value, double error) {}

  static boolean agree(@Nullable Object want, @Nullable Object have) {
    if (want instanceof JsonNode tree) {
      return tree.equals(tree(String.valueOf(have)));
    }
    if (want instanceof About about) {
      return have instanceof Number got
          && Math.abs(got.doubleValue() - about.value.doubleValue())
              <= about.error * Math.abs(about.value.doubleValue());
    }
    return text(want).equals(text(have));
  }

  /** The same for an int and a bigint of one value, and for 1.5 and 1.50; no text is null's. */
  static String text(@Nullable Object value) {
    if (value == null) {
      return "(null)";
    }
    if (value instanceof Number number) {
      BigDecimal plain = new BigDecimal(number.toString());
      return plain.signum() == 0 ? "0" : plain.stripTrailingZeros().toPlainString();
    }
    return value.toString();
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
