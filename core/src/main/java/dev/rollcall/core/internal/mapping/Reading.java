package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.io.Serializable;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The formats declared for a column's values, beyond those that every column of its type accepts;
 * see {@link RecordTypeBuilder}. Immutable.
 *
 * @param times for TIMESTAMP and DATE
 * @param decimals for DECIMAL
 * @param booleans for BOOLEAN
 * @param nullTexts texts that mean no value, for every type
 */
public record Reading(Times times, Decimals decimals, Booleans booleans, List<String> nullTexts)
    implements Serializable {

  /** Nothing is declared. */
  static final Reading PLAIN =
      new Reading(
          new Times(List.of(), null, null, null, null),
          new Decimals(false, -1, null),
          new Booleans(List.of(), List.of()),
          List.of());

  public Reading {
    nullTexts = List.copyOf(nullTexts);
  }

  /**
   * Of times.
   *
   * @param patterns of texts, beside ISO 8601
   * @param declaredZone of texts without one, and of numbers that become a DATE; null for UTC
   * @param notBefore an earlier time cannot be; null for any
   * @param notAfter a later time cannot be; null for any
   * @param notAfterRecord how long after its record a time may be; null for any
   */
  public record Times(
      List<String> patterns,
      @Nullable ZoneId declaredZone,
      @Nullable Instant notBefore,
      @Nullable Instant notAfter,
      @Nullable Duration notAfterRecord)
      implements Serializable {

    public Times {
      patterns = List.copyOf(patterns);
    }

    /** The effective zone. */
    public ZoneId zone() {
      return declaredZone == null ? ZoneOffset.UTC : declaredZone;
    }

    private String describe() {
      return (patterns.isEmpty() ? "" : " patterns " + patterns)
          + (declaredZone == null ? "" : " zone " + declaredZone)
          + (notBefore == null ? "" : " not before " + notBefore)
          + (notAfter == null ? "" : " not after " + notAfter)
          + (notAfterRecord == null ? "" : " not after its record by " + notAfterRecord);
    }
  }

  /**
   * Of decimals.
   *
   * @param text whether digits in a text are taken
   * @param base64Scale the scale of a text that is the base64 of the unscaled value; -1 if texts
   *     are not that
   * @param rounding of more digits behind the point than the column has; null if they are refused
   */
  public record Decimals(boolean text, int base64Scale, @Nullable RoundingMode rounding)
      implements Serializable {

    /** Whether texts are taken, and are digits. */
    public boolean isPlainText() {
      return text && base64Scale < 0;
    }

    private String describe() {
      return (text ? " text" : "")
          + (base64Scale < 0 ? "" : " base64 of scale " + base64Scale)
          + (rounding == null ? "" : " rounded " + rounding);
    }
  }

  /**
   * Of booleans.
   *
   * @param trueTexts what is true beside true
   * @param falseTexts what is false beside false
   */
  public record Booleans(List<String> trueTexts, List<String> falseTexts) implements Serializable {

    public Booleans {
      trueTexts = List.copyOf(trueTexts);
      falseTexts = List.copyOf(falseTexts);
    }

    private String describe() {
      return trueTexts.isEmpty() && falseTexts.isEmpty()
          ? ""
          : " true " + trueTexts + " false " + falseTexts;
    }
  }

  public Reading with(Times other) {
    return new Reading(other, decimals, booleans, nullTexts);
  }

  public Reading with(Decimals other) {
    return new Reading(times, other, booleans, nullTexts);
  }

  public Reading with(Booleans other) {
    return new Reading(times, decimals, other, nullTexts);
  }

  public Reading withNulls(List<String> texts) {
    return new Reading(times, decimals, booleans, texts);
  }

  /** Describes what is declared but does not apply to this type; empty if everything applies. */
  String misplaced(ColumnType type) {
    boolean isTime = type == ColumnType.TIMESTAMP || type == ColumnType.DATE;
    if (!isTime && !times.describe().isEmpty()) {
      return "pattern, zone, notBefore, notAfter and notAfterRecord need the type TIMESTAMP or DATE";
    }
    if (type != ColumnType.DECIMAL && !decimals.describe().isEmpty()) {
      return "decimalText, base64 and rounded need a DECIMAL";
    }
    if (type != ColumnType.BOOLEAN && !booleans.describe().isEmpty()) {
      return "booleans needs the type BOOLEAN";
    }
    return "";
  }

  /** As stable text; empty if nothing is declared. */
  String describe() {
    return times.describe()
        + decimals.describe()
        + booleans.describe()
        + (nullTexts.isEmpty() ? "" : " null " + nullTexts);
  }
}
