package dev.rollcall.cli.type;

import dev.rollcall.cli.yaml.YamlNode;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record type as a YAML file, in the words of {@link RecordTypeBuilder}. Functions cannot be
 * declared in it.
 *
 * <pre>{@code
 * name: reading
 * key: reading_id
 * secret: token
 * columns:
 *   reading_id: {type: UUID, from: id}
 *   celsius: {type: FLOAT64, from: [value.celsius, celsius]}
 *   taken_at: {type: TIMESTAMP, from: time, required: true}
 * }</pre>
 */
public final class TypeFile {

  /** The column that a problem of the builder speaks of. */
  private static final Pattern COLUMN = Pattern.compile("column (?:name: got )?'([^']*)'");

  private final YamlNode top;
  private final Map<String, YamlNode> columns = new LinkedHashMap<>();

  /** Those in which something could not be read. */
  private final Set<String> unread = new HashSet<>();

  private TypeFile(YamlNode top) {
    this.top = top;
  }

  /**
   * The type that the file declares.
   *
   * @param option that names the file, for messages
   * @throws ConfigurationException with every problem of the file, each with its line and column
   */
  public static RecordType read(String option, Path file) {
    YamlNode top = YamlNode.read(option, file);
    if (top == null) {
      throw new ConfigurationException(
          "%s: '%s' is empty, expected a record type: name, key and columns"
              .formatted(option, file));
    }
    return new TypeFile(top).build(option + ": '" + file + "'");
  }

  /**
   * The type that a text declares, as it would be written in a file.
   *
   * @param what names it in messages
   * @throws ConfigurationException as {@link #read}
   */
  public static RecordType parse(String what, String yaml) {
    YamlNode top = YamlNode.parse(yaml);
    if (top == null) {
      throw new ConfigurationException(what + " is empty");
    }
    return new TypeFile(top).build(what);
  }

  private RecordType build(String what) {
    Map<String, YamlNode> entries = top.entries();
    YamlNode nameNode = entries.get("name");
    String name = nameNode == null ? null : nameNode.text("a name");
    if (nameNode == null && top.isMapping()) {
      top.problem("has no 'name', expected one for messages, such as name: order");
    }
    RecordTypeBuilder type = RecordType.named(name == null ? "?" : name);
    entries.forEach((word, at) -> said(word, at, type));
    if (!entries.containsKey("columns") && top.isMapping()) {
      top.problem("has no 'columns', expected lines such as columns: {id: INT64}");
    }
    try {
      RecordType built = type.build();
      if (top.problems().isEmpty()) {
        return built;
      }
    } catch (ConfigurationException e) {
      boolean isRead = top.problems().isEmpty();
      e.problems().stream()
          .filter(problem -> isRead || isOfItsOwn(problem))
          .forEach(problem -> placed(problem, entries));
    }
    throw ConfigurationException.of(what, top.problems());
  }

  private void said(String word, YamlNode at, RecordTypeBuilder type) {
    if (word.equals("columns")) {
      at.entries().forEach((column, node) -> column(column, node, type));
    } else if (!word.equals("name")) {
      TypeWords known = TypeWords.of(word);
      if (known == null) {
        unknown(at, word, TypeWords.all());
      } else {
        known.say(type, at);
      }
    }
  }

  /** Its words in the builder's order, whatever theirs: a unit follows the paths. */
  private void column(String column, YamlNode at, RecordTypeBuilder type) {
    int before = top.problems().size();
    columns.put(column, at);
    declare(column, at, type);
    if (top.problems().size() > before) {
      unread.add(column);
    }
  }

  private static void declare(String column, YamlNode at, RecordTypeBuilder type) {
    Map<String, YamlNode> said = at.isMapping() ? at.entries() : Map.of("type", at);
    if (isTypeMisspelt(said) || !DeclaredType.declare(column, at, said, type)) {
      return;
    }
    for (ColumnWords word : ColumnWords.values()) {
      YamlNode node = said.get(word.word());
      if (node != null) {
        word.say(type, node);
      }
    }
  }

  /** Tells the words that are none; true if one of them is meant to be the type. */
  private static boolean isTypeMisspelt(Map<String, YamlNode> said) {
    List<String> known = new ArrayList<>(DeclaredType.WORDS);
    known.addAll(ColumnWords.all());
    boolean isMisspelt = false;
    for (Map.Entry<String, YamlNode> each : said.entrySet()) {
      if (!known.contains(each.getKey())) {
        unknown(each.getValue(), each.getKey(), known);
        isMisspelt |= Texts.didYouMean(each.getKey(), known).contains("'type'");
      }
    }
    return isMisspelt && !said.containsKey("type");
  }

  private static void unknown(YamlNode at, String word, List<String> known) {
    String meant = Texts.didYouMean(word, known);
    String remedy =
        WordsOfFunctions.ALL.contains(word)
            ? "takes a function, which a file cannot hold; declare the type in Java"
            : "is unknown" + (meant.isEmpty() ? "; known are " + String.join(", ", known) : meant);
    at.problemOfName(remedy);
  }

  /**
   * Whether it does not follow from what could not be read, which would mislead: it is of a number,
   * or names a column, and one that could be read or is nowhere.
   */
  private boolean isOfItsOwn(String problem) {
    Matcher column = COLUMN.matcher(problem);
    return problem.startsWith("revision:") || column.find() && !unread.contains(column.group(1));
  }

  /** With the place of the column or word that it speaks of. */
  private void placed(String problem, Map<String, YamlNode> entries) {
    Matcher column = COLUMN.matcher(problem);
    YamlNode at = column.find() ? columns.get(column.group(1)) : null;
    if (at == null) {
      at =
          entries.entrySet().stream()
              .filter(each -> problem.startsWith(each.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(problem.startsWith("key column") ? entries.getOrDefault("key", top) : top);
    }
    at.problemOfName(problem);
  }

  /** What a builder can say and a file cannot. */
  private static final class WordsOfFunctions {
    static final List<String> ALL = List.of("otherwise", "derived", "counted");
  }
}
