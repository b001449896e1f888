package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The type of a column, as far as its values tell.
 *
 * @param type as a type file has it
 * @param words what else is said of the column, written as in the file
 * @param remarks for its comment; nothing that tells of a person
 */
record Guess(String type, Map<String, String> words, List<String> remarks) {

  static Guess of(String type, String... remarks) {
    return new Guess(type, new LinkedHashMap<>(), new ArrayList<>(List.of(remarks)));
  }

  Guess with(String word, String value) {
    words.put(word, value);
    return this;
  }

  Guess remark(String text) {
    remarks.add(text);
    return this;
  }

  boolean isText() {
    return type.equals("STRING");
  }

  /** With the texts that mean no value; of a text column only those that can mean nothing else. */
  Guess withNulls(ScalarFacts facts) {
    TreeSet<String> nulls = new TreeSet<>(facts.nullTexts.keySet());
    if (!isText()) {
      nulls.addAll(facts.typedNulls.keySet());
    }
    if (!nulls.isEmpty()) {
      with("nullTexts", Yaml.quoted(nulls));
    }
    return facts.blanks > 0 ? with("emptyIsNull", "true") : this;
  }
}
