package dev.rollcall.core.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** The types a column can have, each with the Java type of its values in a {@link Row}. */
public enum ColumnType {
  /** true or false. */
  BOOLEAN(Boolean.class),
  /** A whole number of at most 64 bits. */
  INT64(Long.class),
  /** A finite IEEE 754 double; never NaN or infinite. */
  FLOAT64(Double.class),
  /** An exact decimal with the precision and scale of its {@link Column}. */
  DECIMAL(BigDecimal.class),
  /** Unicode text; may be empty. */
  STRING(String.class),
  /** A moment in UTC, in whole milliseconds. */
  TIMESTAMP(Instant.class),
  /** A day without a zone. */
  DATE(LocalDate.class),
  /** 128 bits, RFC 9562. */
  UUID(UUID.class),
  /** JSON text of a part of the element, its secrets removed. */
  JSON(String.class),
  /** Bytes; base64 in JSON. */
  BYTES(byte[].class);

  private final Class<?> javaType;

  ColumnType(Class<?> javaType) {
    this.javaType = javaType;
  }

  /** The class of this type's values in a {@link Row}. */
  public Class<?> javaType() {
    return javaType;
  }

  /** True for the types whose sums are exact: INT64 and DECIMAL. */
  public boolean isExactNumber() {
    return this == INT64 || this == DECIMAL;
  }
}
