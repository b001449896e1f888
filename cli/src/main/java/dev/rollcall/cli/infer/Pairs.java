package dev.rollcall.cli.infer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the items of an array are keys with their values, as {@code [{"key": "page", "value":
 * 7}]}, and what was seen of each value. Not threadsafe.
 */
final class Pairs {

  static final Set<String> KEYS =
      Names.setOf("key name k code attribute property param parameter label");
  static final Set<String> VALUES = Set.of("value", "val", "v");

  /** More keys than this are data. */
  private static final int MOST = 60;

  private static final int MOST_FIELDS = 3;
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_ .:-]{0,39}");

  private final Map<String, Field> values = new LinkedHashMap<>();
  private boolean isPossible = true;
  private String keyName = "";
  private String valueName = "";

  /**
   * An item as it was read.
   *
   * @param key the text of its key
   * @param fields how many it has
   */
  record Item(String keyName, String key, String valueName, int fields) {}

  boolean isPossible() {
    return isPossible;
  }

  boolean isList() {
    return isPossible && !values.isEmpty();
  }

  /** By the keys. */
  Map<String, Field> values() {
    return values;
  }

  String keyName() {
    return keyName;
  }

  String valueName() {
    return valueName;
  }

  /** Something else is in the array: it is no such list. */
  void none() {
    isPossible = false;
    values.clear();
  }

  /**
   * Where to count the value of this item; null if the array is no such list.
   *
   * @param isFirst false if its key was in the same array before: then nobody knows which counts
   */
  @Nullable Field value(Item item, Field array, boolean isFirst) {
    boolean isSame =
        values.isEmpty() || keyName.equals(item.keyName()) && valueName.equals(item.valueName());
    if (!isSame
        || !isFirst
        || item.keyName().isEmpty()
        || item.valueName().isEmpty()
        || item.fields() > MOST_FIELDS
        || !KEY.matcher(item.key()).matches()
        || values.size() == MOST && !values.containsKey(item.key())) {
      none();
      return null;
    }
    keyName = item.keyName();
    valueName = item.valueName();
    return values.computeIfAbsent(item.key(), key -> new Field(key, array));
  }
}
