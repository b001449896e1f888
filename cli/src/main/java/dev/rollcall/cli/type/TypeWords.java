package dev.rollcall.cli.type;

import dev.rollcall.cli.yaml.YamlNode;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be said of a type as a whole, beside its name and columns. */
enum TypeWords {
  KEY("key", (type, at) -> Read.texts(at, "a column or a list of columns", type::key)),
  ROW_VERSION(
      "rowVersion",
      (type, at) -> Read.value(at, "a TIMESTAMP column", text -> text, type::rowVersion)),
  REVISION(
      "revision",
      (type, at) -> Read.value(at, "a whole number from 1", Integer::parseInt, type::revision)),
  ENVELOPE("envelope", (type, at) -> each(at, "a path", type::envelope)),
  ITEMS("items", (type, at) -> Read.value(at, "a path", text -> text, type::items)),
  ITEMS_OR_NULL(
      "itemsOrNull", (type, at) -> Read.value(at, "a path", text -> text, type::itemsOrNull)),
  ERROR("error", (type, at) -> each(at, "the name of a field", type::error)),
  ALSO_UNDER("alsoUnder", (type, at) -> each(at, "a path", type::alsoUnder)),
  SECRET("secret", (type, at) -> Read.texts(at, "a path", type::secret)),
  NULL_TEXTS("nullTexts", (type, at) -> Read.texts(at, "a text in quotes", type::nullTextsOfAll)),
  DELETED_WHERE("deletedWhere", TypeWords::deletedWhere),
  TOMBSTONE_KEY("tombstoneKey", TypeWords::tombstoneKey);

  private final String word;
  private final BiConsumer<RecordTypeBuilder, YamlNode> say;

  TypeWords(String word, BiConsumer<RecordTypeBuilder, YamlNode> say) {
    this.word = word;
    this.say = say;
  }

  void say(RecordTypeBuilder type, YamlNode at) {
    say.accept(type, at);
  }

  static @Nullable TypeWords of(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst().orElse(null);
  }

  /** With those that every type has. */
  static List<String> all() {
    List<String> all = new ArrayList<>(List.of("name"));
    Arrays.stream(values()).forEach(each -> all.add(each.word));
    all.add("columns");
    return all;
  }

  private static void each(YamlNode at, String expected, Consumer<String> then) {
    Read.texts(at, expected, texts -> Arrays.stream(texts).forEach(then));
  }

  private static void deletedWhere(RecordTypeBuilder type, YamlNode at) {
    for (YamlNode each : at.items()) {
      Map<String, YamlNode> said = each.isMapping() ? each.entries() : Map.of();
      YamlNode path = said.get("path");
      YamlNode value = said.get("value");
      YamlNode keyBelow = said.get("keyBelow");
      if (path == null || value == null || said.size() != (keyBelow == null ? 2 : 3)) {
        each.problem("expected {path: deleted, value: \"true\"}, and keyBelow if it has one");
        continue;
      }
      String from = path.text("a path");
      String text = value.text("a text in quotes");
      String below = keyBelow == null ? "" : keyBelow.text("a path");
      if (from == null || text == null || below == null) {
        continue;
      }
      if (keyBelow == null) {
        type.deletedWhere(from, text);
      } else {
        type.deletedWhere(from, text, below);
      }
    }
  }

  /** {@code tombstoneKey: id}, or {@code tombstoneKey: {id: [id, payload.id]}}. */
  private static void tombstoneKey(RecordTypeBuilder type, YamlNode at) {
    if (!at.isMapping()) {
      Read.value(at, "a column of the key", text -> text, type::tombstoneKey);
      return;
    }
    at.entries()
        .forEach(
            (column, node) ->
                Read.texts(
                    node,
                    "a path",
                    paths ->
                        type.tombstoneKey(
                            column, paths[0], Arrays.copyOfRange(paths, 1, paths.length))));
  }
}
