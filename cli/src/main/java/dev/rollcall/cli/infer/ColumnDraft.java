package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column as it will be written.
 *
 * @param path where its value stands; empty for the whole record
 * @param field what was seen there
 * @param guess its type
 * @param isPersonal whether it tells of a person
 */
record ColumnDraft(String name, List<String> path, Field field, Guess guess, boolean isPersonal) {

  boolean isJson() {
    return guess.type().equals("JSON");
  }

  /** How many records have a value in it. */
  long present() {
    return isJson() ? field.present() : field.scalars.present(!guess.isText());
  }

  /** True if every record has a value in it that is not blank. */
  boolean isNeverMissing(long records) {
    return !isJson() && present() == records;
  }

  /** All that is said of it, type first. */
  Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("type", guess.type());
    if (path.isEmpty()) {
      words.put("from", "$");
    } else if (!path.equals(List.of(name))) {
      words.put("from", Yaml.text(Names.path(path)));
    }
    words.putAll(guess.words());
    if (isPersonal) {
      words.put("personal", "true");
    }
    return words;
  }

  /** What people should know; empty for nothing. */
  String comment(long records) {
    List<String> parts = new ArrayList<>();
    if (present() < records && present() > 0) {
      parts.add("in %d of %d".formatted(present(), records));
    }
    parts.addAll(guess.remarks());
    return String.join("; ", parts);
  }
}
