package dev.rollcall.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.rollcall.core.record.ColumnType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A column as the server describes it.
 *
 * @param type the type's name, in lower case, without length
 * @param length characters of a text; -1 if there is no bound
 * @param precision digits of an exact number; -1 if there is no bound
 * @param scale of these, behind the point; -1 if there is no bound
 * @param fraction digits of a moment's seconds; -1 if it is none
 * @param nullable whether it takes nulls
 * @param filled whether it has a value if none is given
 * @param collation of a text, where it is not the database's
 * @param generated whether the database computes its values and takes none
 * @param labels those of an enum, whose type is {@code enum} whatever its name; else empty
 */
record StoredColumn(
    String type,
    long length,
    int precision,
    int scale,
    int fraction,
    boolean nullable,
    boolean filled,
    @Nullable String collation,
    boolean generated,
    List<String> labels) {

  StoredColumn {
    labels = List.copyOf(labels);
  }

  private static final JsonFactory JSON = new JsonFactory();

  /** Drop blanks at the end of a text, or cannot tell them from padding. */
  private static final Set<String> PADDED = Set.of("bpchar", "char");

  /** A label in quotes, in which a quote stands twice. */
  private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*)'");

  /** Of whole numbers, by the names of both databases. */
  private static final Map<String, Integer> BITS =
      Map.of(
          "int8",
          64,
          "bigint",
          64,
          "int4",
          32,
          "int",
          32,
          "mediumint",
          24,
          "int2",
          16,
          "smallint",
          16,
          "tinyint",
          8);

  /** The labels of an enum as both databases write them: {@code enum('a','b')}. */
  static List<String> labels(@Nullable String type) {
    return type == null
        ? List.of()
        : LABEL.matcher(type).results().map(found -> found.group(1).replace("''", "'")).toList();
  }

  /** The same column with another type. */
  StoredColumn typed(String other) {
    return new StoredColumn(
        other, length, precision, scale, fraction, nullable, filled, collation, generated, labels);
  }

  /** Whether it does not keep blanks at the end of a text. */
  boolean isPadded() {
    return PADDED.contains(type);
  }

  /**
   * Whether a value fits, as far as the description tells; for finding out which column a server
   * refused that does not say it.
   */
  boolean takes(ColumnType of, Object value) {
    if (of == ColumnType.JSON) {
      return isJson((String) value);
    }
    if (value instanceof String text && of == ColumnType.DECIMAL && precision >= 0) {
      return fits(new BigDecimal(text));
    }
    if (value instanceof String text) {
      boolean inBytes = type.endsWith("text") && collation != null;
      return length < 0
          || length
              >= (inBytes
                  ? text.getBytes(StandardCharsets.UTF_8).length
                  : text.codePointCount(0, text.length()));
    }
    if (value instanceof Long whole) {
      Integer bits = BITS.get(type);
      if (bits == null) {
        return fits(BigDecimal.valueOf(whole));
      }
      long most = Long.MAX_VALUE >> (Long.SIZE - bits);
      return -most - 1 <= whole && whole <= most;
    }
    if (value instanceof BigDecimal decimal) {
      return fits(decimal);
    }
    return !(value instanceof byte[] bytes) || length < 0 || bytes.length <= length;
  }

  private boolean fits(BigDecimal value) {
    return precision < 0 || scale < 0 || value.precision() - value.scale() <= precision - scale;
  }

  private static boolean isJson(String text) {
    try (JsonParser in = JSON.createParser(text)) {
      if (in.nextToken() == null) {
        return false;
      }
      in.skipChildren();
      return in.nextToken() == null;
    } catch (IOException broken) {
      return false;
    }
  }

  /** As in a message: {@code numeric(12,2)}. */
  @Override
  public String toString() {
    String size =
        !labels.isEmpty()
            ? "('" + String.join("', '", labels) + "')"
            : length >= 0
                ? "(" + length + ")"
                : precision >= 0 && (scale >= 0 || type.equals("numeric"))
                    ? "(" + precision + "," + scale + ")"
                    : "";
    return type + size + (collation == null ? "" : " COLLATE " + collation);
  }
}
