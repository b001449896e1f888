package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.decode.ElementMapper.Unmappable;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Texts;

/**
 * Says why an element has no value for a column that it may have.
 *
 * @param type the name of the record type
 * @param isOfElement whether it is read from the element, as earlier versions did
 */
record ColumnReasons(Column column, String type, boolean isOfElement) {

  private static final int MAX_GOT = 40;

  Unmappable refused(String reasonClass, String reason, boolean formerlyTaken) {
    return new Unmappable(
        reasonClass,
        "column '%s' (%s): %s".formatted(column.name(), type, reason),
        formerlyTaken && isOfElement);
  }

  /** What messages may show of a value: up to 40 characters, and nothing personal. */
  String got(String text) {
    if (column.sensitivity() != Column.Sensitivity.PUBLIC) {
      return "a personal value of " + text.length() + " characters";
    }
    return text.length() <= MAX_GOT
        ? "\"" + Texts.printable(text) + "\""
        : "\"%s…\" (%d characters)"
            .formatted(Texts.printable(text.substring(0, MAX_GOT)), text.length());
  }
}
