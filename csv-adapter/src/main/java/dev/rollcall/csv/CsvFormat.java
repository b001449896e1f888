package dev.rollcall.csv;

import dev.rollcall.core.error.ConfigurationException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The format of a CSV file that is not RFC 4180 in UTF-8. Immutable and threadsafe.
 *
 * <pre>{@code
 * CsvFormat.standard().separator('\t').escape('\\').nullTexts(List.of("NULL", "\\N"))
 * }</pre>
 */
public final class CsvFormat {

  private static final CsvFormat STANDARD = new CsvFormat(',', null, null, Set.of());

  private final char separator;
  private final @Nullable Character escape;
  private final @Nullable Charset charset;
  private final Set<String> nullTexts;

  private CsvFormat(
      char separator,
      @Nullable Character escape,
      @Nullable Charset charset,
      Collection<String> nullTexts) {
    this.separator = separator;
    this.escape = escape;
    this.charset = charset;
    this.nullTexts = Set.copyOf(nullTexts);
  }

  /**
   * Commas, quotes doubled within a quoted cell, UTF-8 (or UTF-16 or UTF-32, which are detected),
   * and no text that means null.
   */
  public static CsvFormat standard() {
    return STANDARD;
  }

  /** Sets the character between cells: a semicolon, a tab, … Default: a comma. */
  public CsvFormat separator(char character) {
    if (character == '"' || character == '\n' || character == '\r') {
      throw new ConfigurationException(
          "separator: got a quote or a line break, expected a character such as ; or a tab");
    }
    return new CsvFormat(character, escape, charset, nullTexts);
  }

  /**
   * Sets the character that escapes a quote, or itself, within quoted cells: a backslash, as Spark
   * and MySQL write. Default: none; a quote is doubled.
   */
  public CsvFormat escape(char character) {
    if (character == '"' || character == '\n' || character == '\r') {
      throw new ConfigurationException(
          "escape: got a quote or a line break; quotes that are doubled need no escape character");
    }
    return new CsvFormat(separator, character, charset, nullTexts);
  }

  /**
   * Sets the encoding, whatever the file begins with. Default: UTF-8, or what the file's first
   * bytes show.
   *
   * @throws ConfigurationException if its line feed differs from that of ASCII, UTF-16 or UTF-32
   */
  public CsvFormat charset(Charset encoding) {
    boolean unicode = encoding.name().matches("UTF-(16|32)([LB]E)?");
    if (!unicode
        && (!encoding.canEncode() || !Arrays.equals("\n".getBytes(encoding), new byte[] {'\n'}))) {
      throw new ConfigurationException(
          "charset: got '" + encoding + "', expected one with the line feed of ASCII, or UTF-16");
    }
    return new CsvFormat(separator, escape, encoding, nullTexts);
  }

  /** Sets texts that mean null: {@code NaN}, {@code NULL}, … Default: none. */
  public CsvFormat nullTexts(Collection<String> texts) {
    return new CsvFormat(separator, escape, charset, texts);
  }

  char separator() {
    return separator;
  }

  @Nullable Character escape() {
    return escape;
  }

  @Nullable Charset charset() {
    return charset;
  }

  boolean isNull(String cell) {
    return nullTexts.contains(cell);
  }

  /** The differences from {@link #standard()}; equal formats give equal text. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ");
    if (separator != ',') {
      text.add("separator=" + separator);
    }
    if (escape != null) {
      text.add("escape=" + escape);
    }
    if (charset != null) {
      text.add("charset=" + charset);
    }
    if (!nullTexts.isEmpty()) {
      text.add("null=" + new LinkedHashSet<>(nullTexts.stream().sorted().toList()));
    }
    return text.toString();
  }
}
