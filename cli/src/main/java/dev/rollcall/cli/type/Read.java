package dev.rollcall.cli.type;

import dev.rollcall.cli.yaml.YamlNode;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the values of words; what cannot be read is a problem of the file. */
final class Read {

  private static final int SHOWN = 40;

  private Read() {}

  /** One text or a list of them; null, and problems, if one is none. */
  static String @Nullable [] texts(YamlNode at, String expected) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : at.items()) {
      String text = item.text(expected);
      if (text == null) {
        return null;
      }
      texts.add(text);
    }
    if (texts.isEmpty()) {
      at.wrong("an empty list", expected);
      return null;
    }
    return texts.toArray(String[]::new);
  }

  /** Hands the texts on, if they could be read. */
  static void texts(YamlNode at, String expected, Consumer<String[]> then) {
    String[] texts = texts(at, expected);
    if (texts != null) {
      then.accept(texts);
    }
  }

  /**
   * Hands the value on, if it could be read.
   *
   * @param parse refuses by a RuntimeException
   */
  static <T> void value(YamlNode at, String expected, Function<String, T> parse, Consumer<T> then) {
    String text = at.text(expected);
    if (text == null) {
      return;
    }
    T value;
    try {
      value = parse.apply(text);
    } catch (RuntimeException e) {
      at.wrong("'" + Texts.printable(text, SHOWN) + "'", expected);
      return;
    }
    then.accept(value);
  }
}
