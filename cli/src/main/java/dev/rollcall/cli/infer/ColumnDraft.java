package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column as it will be written.
 *
 * @param path the names that lead to its value, for what they say
 * @param from the path as the type says it; empty for the field of the column's name
 * @param field what was seen there
 * @param guess its type
 * @param isPersonal whether it tells of a person
 * @param records how many there could be a value in
 */
record ColumnDraft(
    String name,
    List<String> path,
    String from,
    Field field,
    Guess guess,
    boolean isPersonal,
    long records) {

  boolean isJson() {
    return guess.type().equals("JSON");
  }

  private boolean isIndex() {
    return guess.words().containsKey("itemIndex");
  }

  /** How many records have a value in it. */
  long present() {
    return isIndex()
        ? records
        : isJson() ? field.present() : field.scalars.present(!guess.isText());
  }

  /** True if every record has a value in it that is not blank. */
  boolean isNeverMissing() {
    return !isJson() && present() == records;
  }

  /** The same column, whose value stands elsewhere. */
  ColumnDraft from(String otherFrom) {
    return new ColumnDraft(name, path, otherFrom, field, guess, isPersonal, records);
  }

  /** The same column of another type. */
  ColumnDraft guessed(Guess other) {
    return new ColumnDraft(name, path, from, field, other, isPersonal, records);
  }

  /** All that is said of it, type first. */
  Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    if (!isIndex()) {
      words.put("type", guess.type());
    }
    if (!from.isEmpty()) {
      words.put("from", Yaml.text(from));
    }
    words.putAll(guess.words());
    if (isPersonal) {
      words.put("personal", "true");
    }
    return words;
  }

  /** What people should know; empty for nothing. */
  String comment() {
    List<String> parts = new ArrayList<>();
    if (present() < records && present() > 0) {
      parts.add("in %d of %d".formatted(present(), records));
    }
    parts.addAll(guess.remarks());
    return String.join("; ", parts);
  }
}
