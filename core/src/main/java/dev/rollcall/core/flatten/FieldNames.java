package dev.rollcall.core.flatten;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of the fields of an object that no column takes, with how often each was there. Of names
 * that vary (the keys of a map, which may be people's) none are kept. Immutable.
 *
 * @param known whether paths of columns go through the object
 * @param objects how many such objects were looked at
 * @param unknown fields that hold a value or an array
 * @param below what is known of the objects in it
 * @param vary whether its unknown names vary
 */
public record FieldNames(
    boolean known,
    long objects,
    Map<String, Long> unknown,
    Map<String, FieldNames> below,
    boolean vary)
    implements Serializable {

  /** An object with more unknown names than this is a map. */
  public static final int MANY = 48;

  /** Of no object. */
  static final FieldNames NONE = new FieldNames(true, 0, Map.of(), Map.of(), false);

  public FieldNames {
    unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
    below = Collections.unmodifiableMap(new LinkedHashMap<>(below));
  }

  public static FieldNames of(
      boolean known, long objects, Map<String, Long> unknown, Map<String, FieldNames> below) {
    long names = unknown.size() + below.values().stream().filter(each -> !each.known).count();
    return names > MANY
        ? varying(known, objects, below)
        : new FieldNames(known, objects, unknown, below, false);
  }

  private static FieldNames varying(boolean known, long objects, Map<String, FieldNames> below) {
    Map<String, FieldNames> wanted = new LinkedHashMap<>(below);
    wanted.values().removeIf(each -> !each.known);
    return new FieldNames(known, objects, Map.of(), wanted, true);
  }

  FieldNames plus(FieldNames other) {
    Map<String, Long> names = new LinkedHashMap<>(unknown);
    other.unknown.forEach((name, count) -> names.merge(name, count, Long::sum));
    Map<String, FieldNames> all = new LinkedHashMap<>(below);
    other.below.forEach((name, each) -> all.merge(name, each, FieldNames::plus));
    return vary || other.vary
        ? varying(known, objects + other.objects, all)
        : of(known, objects + other.objects, names, all);
  }
}
