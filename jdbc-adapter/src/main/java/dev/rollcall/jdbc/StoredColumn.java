package dev.rollcall.jdbc;

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
 */
record StoredColumn(
    String type,
    long length,
    int precision,
    int scale,
    int fraction,
    boolean nullable,
    boolean filled,
    @Nullable String collation) {

  /** As in a message: {@code numeric(12,2)}. */
  @Override
  public String toString() {
    String size =
        length >= 0
            ? "(" + length + ")"
            : precision >= 0 && scale >= 0 ? "(" + precision + "," + scale + ")" : "";
    return type + size + (collation == null ? "" : " COLLATE " + collation);
  }
}
