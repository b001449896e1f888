package dev.rollcall.mongo;

import dev.rollcall.core.record.Column;
import java.util.List;
import java.util.stream.Stream;

/** The names of the fields that Rollcall writes for itself. A stored format. */
final class Fields {

  static final String ID = "_id";

  /** The sub-document of Rollcall's own fields. */
  static final String ROLLCALL = "rollcall";

  static final String PIPELINE = "pipeline";
  static final String STATE = "state";
  static final String REVISION = "revision";

  /** The revision that the stored one replaced; absent in a document's first version. */
  static final String PREVIOUS = "previous";

  /** The version of the definition that wrote a row. */
  static final String DEFINITION = "definition";

  /** The rest of a row's version, a document. */
  static final String ROW = "row";

  /** The record's time where a column's time orders the rows; else 1970-01-01. */
  static final String RECORD_TIME = "recordTime";

  static final String TIMESTAMP = "timestamp";
  static final String OFFSET = "offset";
  static final String ORDINAL = "ordinal";

  /** Whether a row is a marker of its own deletion; false in every row so far. */
  static final String DELETED = "deleted";

  private Fields() {}

  /** The dotted path of one of Rollcall's own fields. */
  static String own(String field) {
    return ROLLCALL + "." + field;
  }

  /** The dotted path of a part of a row's version. */
  static String ofRow(String field) {
    return own(ROW) + "." + field;
  }

  /** A problem for each column that has the name of a field of Rollcall's own. */
  static Stream<String> clashes(String where, List<Column> columns) {
    return columns.stream()
        .map(Column::name)
        .filter(name -> name.equals(ID) || name.equals(ROLLCALL))
        .map(
            name ->
                "%s: column '%s' has a name that is reserved in MongoDB documents; give it another"
                    .formatted(where, name));
  }
}
