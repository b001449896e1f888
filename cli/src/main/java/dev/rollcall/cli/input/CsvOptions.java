package dev.rollcall.cli.input;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.csv.CsvFormat;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the dialect of CSV files. */
public final class CsvOptions {

  @Option(
      names = "--separator",
      paramLabel = "CHARACTER",
      description = "CSV: the character between cells, such as ; or tab. Default: a comma.")
  private @Nullable String separator;

  @Option(
      names = "--escape",
      paramLabel = "CHARACTER",
      description =
          "CSV: the character that escapes a quote within a quoted cell, such as \\ in files of"
              + " Spark."
              + " Default: none, quotes are doubled.")
  private @Nullable String escape;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description =
          "CSV: the encoding, such as windows-1252. Default: UTF-8, or UTF-16 if the file begins"
              + " with its mark.")
  private @Nullable String charset;

  @Option(
      names = "--null-texts",
      paramLabel = "TEXT[,TEXT]",
      description = "CSV: cells that mean null, such as NaN,NULL,\\N. Default: none.")
  private @Nullable String nullTexts;

  /** The first of them that is given; null if none is. */
  public @Nullable String given() {
    return separator != null
        ? "--separator"
        : escape != null
            ? "--escape"
            : charset != null ? "--charset" : nullTexts == null ? null : "--null-texts";
  }

  /**
   * Checked.
   *
   * @param standard of the file, where no option says otherwise
   */
  public CsvFormat over(CsvFormat standard) {
    CsvFormat format = standard;
    if (separator != null) {
      format = format.separator(character("--separator", separator));
    }
    if (escape != null) {
      format = format.escape(character("--escape", escape));
    }
    if (charset != null) {
      format = format.charset(charset(charset));
    }
    return nullTexts == null ? format : format.nullTexts(List.of(nullTexts.split(",", -1)));
  }

  /** Checked, for a file with commas where no option says otherwise. */
  public CsvFormat format() {
    return over(CsvFormat.standard());
  }

  private static char character(String option, String text) {
    if (text.equals("tab") || text.equals("\\t")) {
      return '\t';
    }
    if (text.length() != 1) {
      throw new ConfigurationException(
          option + ": got '" + text + "', expected one character, or tab");
    }
    return text.charAt(0);
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "--charset: got '" + name + "', expected one such as UTF-8, UTF-16 or windows-1252");
    }
  }
}
