package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Divides the bytes of an InnoDB index among the columns of a key: numbers and timestamps take the
 * bytes of their types, texts and bytes get equal shares of the rest. A stored format.
 *
 * @param parts the key's columns
 * @param fixed bytes of those whose type says how many
 * @param share bytes of each of the others
 */
record MysqlKey(List<Column> parts, int fixed, int share) {

  /** Of all columns of a key. {@value}. */
  static final int MOST_BYTES = 3_072;

  /** MySQL's; MariaDB takes 32. */
  private static final int MOST_PARTS = 16;

  private static final int BYTES_PER_CHARACTER = 4;

  /** The smallest useful share of a text or bytes: 16 characters. */
  private static final int LEAST_SHARE = 64;

  private static final int DIGITS_PER_WORD = 9;

  /** Bytes of the digits that fill no word. */
  private static final int[] REST = {0, 1, 1, 2, 2, 3, 3, 4, 4};

  static MysqlKey of(List<Column> key) {
    int fixed = key.stream().filter(part -> !isShared(part)).mapToInt(MysqlKey::bytes).sum();
    long shared = key.stream().filter(MysqlKey::isShared).count();
    int share = shared == 0 ? 0 : (int) ((MOST_BYTES - fixed) / shared);
    return new MysqlKey(key, fixed, share);
  }

  private static boolean isShared(Column part) {
    return part.type() == ColumnType.STRING || part.type() == ColumnType.BYTES;
  }

  private static int bytes(Column part) {
    return switch (part.type()) {
      case BOOLEAN -> 1;
      case INT64, FLOAT64, TIMESTAMP -> Long.BYTES;
      case DATE -> 3;
      case UUID -> 36;
      case DECIMAL ->
          MysqlTypes.isText(part)
              ? BYTES_PER_CHARACTER * MysqlTypes.characters(part)
              : packed(part.precision() - part.scale()) + packed(part.scale());
      case STRING, BYTES, JSON -> 0;
    };
  }

  private static int packed(int digits) {
    return digits / DIGITS_PER_WORD * Integer.BYTES + REST[digits % DIGITS_PER_WORD];
  }

  /** Of each text in a table that is made. */
  int characters() {
    return share / BYTES_PER_CHARACTER;
  }

  /** Of each column of bytes in a table that is made. */
  int bytes() {
    return share;
  }

  Optional<String> problem() {
    if (parts.size() > MOST_PARTS) {
      return Optional.of(
          "the key has %d columns, an index of MySQL takes %d; take fewer"
              .formatted(parts.size(), MOST_PARTS));
    }
    long shared = parts.stream().filter(MysqlKey::isShared).count();
    if (fixed + shared * LEAST_SHARE <= MOST_BYTES) {
      return Optional.empty();
    }
    return Optional.of(
        ("the key's columns take at least %d bytes together (%s), an index of MySQL and MariaDB takes"
                + " %d; take fewer columns or smaller decimals, or one derived STRING")
            .formatted(
                fixed + shared * LEAST_SHARE,
                parts.stream()
                    .map(part -> part.name() + " " + (isShared(part) ? LEAST_SHARE : bytes(part)))
                    .collect(Collectors.joining(" + ")),
                MOST_BYTES));
  }

  /** A plan's note on the longest texts and bytes of a key; a row with a longer one is rejected. */
  Optional<String> note() {
    List<String> shared =
        parts.stream()
            .filter(MysqlKey::isShared)
            .map(
                part ->
                    part.type() == ColumnType.STRING
                        ? "'%s' %d characters".formatted(part.name(), characters())
                        : "'%s' %d bytes".formatted(part.name(), bytes()))
            .toList();
    return shared.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "in a table that is made, a key has at most: "
                + String.join(", ", shared)
                + "; a row with a longer one is refused");
  }
}
