package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was seen at one path of the samples. Not threadsafe. */
final class Field {

  /** More fields than this in one object are no declaration. */
  static final int MOST_FIELDS = 1_000;

  /** Field names that are values: somebody's address, an id, a day. */
  private static final Pattern VALUE =
      Pattern.compile(
          "\\d+|\\d{4}-\\d{2}.*|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9a-fA-F]{24,}|.*@.*\\..*|\\+?[\\d ()-]{7,}");

  final String name;
  final @Nullable Field parent;
  final Map<String, Field> fields = new LinkedHashMap<>();
  final ScalarFacts scalars = new ScalarFacts();

  long objects;
  long emptyObjects;
  long arrays;
  long emptyArrays;
  long longestArray;

  /** What its arrays hold; null if nothing. */
  @Nullable Field items;

  /** Whether the items of its arrays are keys with values. */
  final Pairs pairs = new Pairs();

  /** True if it had more fields than are kept. */
  boolean isCut;

  Field(String name, @Nullable Field parent) {
    this.name = name;
    this.parent = parent;
  }

  /** The field of an object here; null if there are too many already. */
  @Nullable Field field(String child) {
    Field field = fields.get(child);
    if (field == null) {
      if (fields.size() == MOST_FIELDS) {
        isCut = true;
        return null;
      }
      field = new Field(child, this);
      fields.put(child, field);
    }
    return field;
  }

  Field items() {
    if (items == null) {
      items = new Field("", this);
    }
    return items;
  }

  /** Names from there down to here. */
  List<String> pathFrom(Field top) {
    List<String> path = new ArrayList<>();
    for (Field at = this; at != top && at != null; at = at.parent) {
      path.add(0, at.name);
    }
    return path;
  }

  /** How often there was anything but null. */
  long present() {
    return objects + arrays + scalars.texts + scalars.numbers + scalars.booleans;
  }

  /**
   * True if the names of its fields are data and differ from object to object: they are no columns,
   * and must not be shown.
   */
  boolean isMap() {
    if (isCut || fields.keySet().stream().anyMatch(Field::isValue)) {
      return true;
    }
    long seen =
        fields.values().stream().mapToLong(each -> each.present() + each.scalars.nulls).sum();
    return fields.size() > 40 && objects >= 5 && seen < 0.2 * fields.size() * objects;
  }

  /** True if such a name of a field is data, and must not be shown. */
  static boolean isValue(String name) {
    return VALUE.matcher(name).matches();
  }
}
