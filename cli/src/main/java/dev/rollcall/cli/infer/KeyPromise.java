package dev.rollcall.cli.infer;

import java.util.List;

/** How much the name of a column sounds like that of a key, from 0 to 100. */
final class KeyPromise {

  /** From this on it may be one. */
  static final int LIKELY = 40;

  /** From this on it is called a number or code of something. */
  static final int CALLED_SO = 60;

  /** From this on it is called an id. */
  static final int CERTAIN = 80;

  private KeyPromise() {}

  /** How much a name sounds like that of a key. */
  static int of(ColumnDraft column) {
    if (column.path().isEmpty()) {
      return 0;
    }
    List<String> words = Names.words(column.path().get(column.path().size() - 1));
    int depth = column.path().size() - 1;
    String type = column.guess().type();
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    int promise;
    if (words.equals(List.of("id"))
        || words.equals(List.of("uuid"))
        || words.equals(List.of("guid"))
        || last.equals("oid")) {
      promise = 100;
    } else if (last.equals("uuid") || last.equals("guid")) {
      promise = 90;
    } else if (last.equals("id")) {
      promise = 85;
    } else if (words.equals(List.of("key"))
        || words.equals(List.of("sku"))
        || words.equals(List.of("isbn"))) {
      promise = 80;
    } else if (words.stream()
        .anyMatch(Names.setOf("number no code ref reference key slug username login")::contains)) {
      promise = 60;
    } else if (words.contains("email") || words.contains("mail")) {
      promise = 50;
    } else if (type.equals("UUID")) {
      promise = 45;
    } else if (words.contains("phone")) {
      promise = 30;
    } else if (type.startsWith("DECIMAL")) {
      promise = 2;
    } else if (type.equals("INT64") || type.equals("TIMESTAMP")) {
      promise = 12;
    } else {
      promise = 10;
    }
    return promise - 6 * depth;
  }
}
