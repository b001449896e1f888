package dev.rollcall.core.record;

import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;

/**
 * A named, typed column of a {@link Schema}.
 *
 * @param name lower_snake_case, unique in its schema
 * @param type the type of its values
 * @param precision digits in all, for DECIMAL; 0 otherwise
 * @param scale digits behind the point, for DECIMAL; 0 otherwise
 * @param sensitivity PUBLIC or PERSONAL; a SECRET never becomes a column
 * @param required whether it is declared that no row has null in it; a delete's, which holds a key
 *     only, aside
 */
public record Column(
    String name,
    ColumnType type,
    int precision,
    int scale,
    Sensitivity sensitivity,
    boolean required)
    implements Serializable {

  public Column {
    ConfigurationException.requireNonNull(name, "column name");
    ConfigurationException.requireNonNull(type, "column '" + name + "': type");
    ConfigurationException.requireNonNull(sensitivity, "column '" + name + "': sensitivity");
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
      throw new ConfigurationException(
          "column name: got '"
              + name
              + "', expected a letter, then at most 62 letters, digits and underscores");
    }
    if (type == ColumnType.DECIMAL && (precision < 1 || scale < 0 || scale > precision)) {
      throw new ConfigurationException(
          "column '" + name + "': DECIMAL needs precision >= 1 and 0 <= scale <= precision");
    }
    if (sensitivity == Sensitivity.SECRET) {
      throw new ConfigurationException("column '" + name + "': a secret cannot be a column");
    }
  }

  /** A column that may be null. */
  public Column(String name, ColumnType type, int precision, int scale, Sensitivity sensitivity) {
    this(name, type, precision, scale, sensitivity, false);
  }

  /** A PUBLIC column of any type but DECIMAL. */
  public static Column of(String name, ColumnType type) {
    return new Column(name, type, 0, 0, Sensitivity.PUBLIC);
  }

  /** A PUBLIC DECIMAL column. */
  public static Column decimal(String name, int precision, int scale) {
    return new Column(name, ColumnType.DECIMAL, precision, scale, Sensitivity.PUBLIC);
  }

  /** This column under another name. */
  public Column named(String otherName) {
    return new Column(otherName, type, precision, scale, sensitivity, required);
  }

  /** This column with another sensitivity. */
  public Column with(Sensitivity other) {
    return new Column(name, type, precision, scale, other, required);
  }

  /** This column, required or not. */
  public Column required(boolean other) {
    return new Column(name, type, precision, scale, sensitivity, other);
  }

  /** Name and type as they appear in a plan: {@code price DECIMAL(12,2)}. */
  @Override
  public String toString() {
    return name
        + " "
        + type
        + (type == ColumnType.DECIMAL ? "(" + precision + "," + scale + ")" : "");
  }

  /** How carefully the values of a column are handled. */
  public enum Sensitivity {
    /** May be shown in messages and stored as it is. */
    PUBLIC,
    /** Tells of a person: never shown in messages; can be kept, dropped or hashed by a pipeline. */
    PERSONAL,
    /** A password, salt or hash: dropped while decoding; never part of a row. */
    SECRET
  }
}
