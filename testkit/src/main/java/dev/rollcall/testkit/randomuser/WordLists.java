package dev.rollcall.testkit.randomuser;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Reads the resource files of this package: UTF-8, words separated by '|'. Threadsafe. */
final class WordLists {

  private static final Properties WORDS = read("words");

  static final String[] ADJECTIVES = words(WORDS, "adjectives");
  static final String[] ANIMALS = words(WORDS, "animals");
  static final String[] PASSWORDS = words(WORDS, "passwords");

  /** Offset, a space, description; the description has commas and spaces. */
  static final String[] TIMEZONES = words(WORDS, "timezones");

  private WordLists() {}

  static Properties read(String name) {
    String file = name + ".properties";
    Properties lists = new Properties();
    try (InputStream in = WordLists.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the testkit's jar lacks its resource " + file);
      }
      lists.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the testkit's resource " + file, e);
    }
    return lists;
  }

  static String text(Properties lists, String key) {
    String value = lists.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("a word list of the testkit lacks '" + key + "'");
    }
    return value;
  }

  static String[] words(Properties lists, String key) {
    return text(lists, key).split("\\|");
  }
}
