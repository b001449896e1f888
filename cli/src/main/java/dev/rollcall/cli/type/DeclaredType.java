package dev.rollcall.cli.type;

import dev.rollcall.cli.yaml.YamlNode;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column, as {@code INT64} or {@code DECIMAL(12,2)}, and whether it is hidden or the
 * place of an item.
 */
final class DeclaredType {

  /** The words that say so. */
  static final List<String> WORDS = List.of("type", "hidden", "itemIndex");

  private static final Pattern DECIMAL =
      Pattern.compile("DECIMAL\\(\\s*(\\d{1,4})\\s*,\\s*(\\d{1,4})\\s*\\)");

  private static final List<String> NAMES =
      Arrays.stream(ColumnType.values())
          .map(type -> type == ColumnType.DECIMAL ? "DECIMAL(12,2)" : type.name())
          .toList();

  private DeclaredType() {}

  /** Declares the column; false, and a problem, if its type cannot be read. */
  static boolean declare(
      String column, YamlNode at, Map<String, YamlNode> said, RecordTypeBuilder builder) {
    YamlNode node = said.get("type");
    YamlNode index = said.get("itemIndex");
    if (index != null) {
      return index(column, index, node, builder);
    }
    if (node == null) {
      at.problemOfName("has no 'type', expected one of " + String.join(", ", NAMES));
      return false;
    }
    String text = node.text("a type such as INT64");
    if (text == null) {
      return false;
    }
    boolean hidden = ColumnWords.isSaid(said.get("hidden"));
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      if (hidden) {
        node.problem("hidden is not for DECIMAL, expected another type");
      }
      builder.decimal(
          column, Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
      return true;
    }
    if (text.startsWith("DECIMAL")) {
      node.wrong(
          "'" + text + "'",
          "digits in all and behind the point: \"DECIMAL(12,2)\", in quotes within braces");
      return false;
    }
    try {
      ColumnType type = ColumnType.valueOf(text);
      if (hidden) {
        builder.hidden(column, type);
      } else {
        builder.column(column, type);
      }
      return true;
    } catch (IllegalArgumentException e) {
      node.wrong(
          "'" + Texts.printable(text, 40) + "'",
          "one of " + String.join(", ", NAMES) + Texts.didYouMean(text, NAMES));
      return false;
    }
  }

  /** {@code {itemIndex: true}}, or of an outer array {@code {itemIndex: shipments}}. */
  private static boolean index(
      String column, YamlNode index, @Nullable YamlNode type, RecordTypeBuilder builder) {
    String of = index.text("true, or the path of an outer array");
    if (type != null && !"INT64".equals(type.text("INT64"))) {
      type.problem("an itemIndex is INT64, and needs no type");
    }
    if (of == null) {
      return false;
    }
    if (of.equals("true")) {
      builder.itemIndex(column);
    } else {
      builder.itemIndex(column, of);
    }
    return true;
  }
}
