package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the records stand in the values of the samples.
 *
 * @param element the fields of a record
 * @param outer the same, but for what is wrapped; the element itself if nothing is
 * @param envelope the path of the array that holds the records; empty if each value is one
 * @param otherArrays paths of arrays that could be the envelope as well
 * @param wrapper the path of the object that holds the fields of a record; empty for none
 * @param changes the path of a change event of Debezium, whose {@code after} the wrapper is; null
 *     for other records
 * @param error the field in which the source reports errors; empty for none
 */
record Shape(
    Field element,
    Field outer,
    List<String> envelope,
    List<List<String>> otherArrays,
    List<String> wrapper,
    @Nullable List<String> changes,
    String error) {

  private static final Set<String> ENVELOPES =
      Names.setOf(
          "results result data users items records rows values hits entries list content "
              + "elements objects features value docs documents events orders products people "
              + "customers response body payload messages resources");

  /** Words of what stands beside records: pages, counts, links, state of the reply. */
  private static final Set<String> META =
      Names.setOf(
          "page pages per total totals count limit skip offset info meta metadata status next "
              + "previous prev link links version success message more error errors code took timed "
              + "type cursor results pagination paging size seed generated request trace "
              + "correlation kind etag context shards schema support ok first last self time "
              + "timestamp license href url query params nationality");

  private static final Set<String> ERRORS =
      Set.of("error", "errors", "errorMessage", "error_message");

  static Shape of(Field root) {
    String error = error(root);
    List<Field> arrays = new ArrayList<>();
    arraysOfObjects(root, 0, arrays);
    arrays.removeIf(array -> !isEnvelope(array, root, error));
    arrays.sort(
        Comparator.comparing((Field array) -> !ENVELOPES.contains(array.name))
            .thenComparing(array -> -items(array)));
    List<String> envelope = arrays.isEmpty() ? List.of() : arrays.get(0).pathFrom(root);
    Field element = arrays.isEmpty() ? root : arrays.get(0).items();
    List<List<String>> others = arrays.stream().skip(1).map(array -> array.pathFrom(root)).toList();

    Field changed = changes(element);
    if (changed != null) {
      Field after = changed.fields.get("after");
      if (after != null && after.objects > 0) {
        return new Shape(
            after,
            after,
            envelope,
            others,
            after.pathFrom(element),
            changed.pathFrom(element),
            error);
      }
    }
    Field wrapped = wrapped(element);
    return new Shape(wrapped, element, envelope, others, wrapped.pathFrom(element), null, error);
  }

  /** How many records were seen. */
  long records() {
    return element.objects;
  }

  private static long items(Field array) {
    return array.items == null ? 0 : array.items.objects;
  }

  private static void arraysOfObjects(Field field, int depth, List<Field> found) {
    for (Field child : field.fields.values()) {
      if (items(child) > 0 && child.items().arrays == 0) {
        found.add(child);
      }
      if (depth < 2 && child.objects > 0 && !child.isMap()) {
        arraysOfObjects(child, depth + 1, found);
      }
    }
  }

  /** True if what stands around the array says that the objects in it are the records. */
  private static boolean isEnvelope(Field array, Field root, String error) {
    if (array.present() - array.scalars.nulls < root.objects - errorsOf(root, error)
        && !ENVELOPES.contains(array.name)) {
      return false;
    }
    List<Field> beside = new ArrayList<>();
    for (Field at = array; at.parent != null && at != root; at = at.parent) {
      for (Field sibling : at.parent.fields.values()) {
        if (sibling != at && !sibling.name.equals(error)) {
          beside.add(sibling);
        }
      }
    }
    if (beside.stream().allMatch(Shape::isMeta)) {
      return true;
    }
    boolean isRecord =
        beside.stream()
            .anyMatch(
                field ->
                    field.objects + field.arrays == 0
                        && !isMeta(field)
                        && ScalarGuess.isId(Names.words(field.name)));
    long strangers = beside.stream().filter(field -> field.arrays == 0 && !isMeta(field)).count();
    return !isRecord
        && strangers <= 2
        && (ENVELOPES.contains(array.name) || root.objects == 1 && items(array) > 1);
  }

  private static long errorsOf(Field root, String error) {
    Field field = root.fields.get(error);
    return field == null ? 0 : field.present();
  }

  private static boolean isMeta(Field field) {
    return Names.words(field.name).stream().anyMatch(META::contains);
  }

  /** A field that only values without anything else have. */
  private static String error(Field root) {
    for (Field field : root.fields.values()) {
      boolean isAlone =
          root.fields.values().stream()
              .filter(other -> other != field && !isMeta(other))
              .allMatch(other -> other.present() <= root.objects - field.present());
      if (ERRORS.contains(field.name) && field.scalars.texts > 0 && isAlone) {
        return field.name;
      }
    }
    return "";
  }

  /** True if the fields of the one object are records themselves, each under its id. */
  boolean isDictionary() {
    if (outer.objects != 1 || outer.fields.size() < 2) {
      return false;
    }
    List<String> common = new ArrayList<>(outer.fields.values().iterator().next().fields.keySet());
    for (Field field : outer.fields.values()) {
      if (field.objects != 1 || !field.name.matches(".*\\d.*")) {
        return false;
      }
      common.retainAll(field.fields.keySet());
    }
    return !common.isEmpty();
  }

  /** The array that should hold the records and is empty; empty for none. */
  String emptyEnvelope() {
    if (!envelope.isEmpty()) {
      return "";
    }
    for (Field field : outer.fields.values()) {
      boolean isEmpty = field.arrays > 0 && field.arrays == field.emptyArrays;
      if (isEmpty
          && ENVELOPES.contains(field.name)
          && outer.fields.values().stream().allMatch(other -> other == field || isMeta(other))) {
        return field.name;
      }
    }
    return "";
  }

  /** True if the samples hold reports of errors and nothing else. */
  boolean isOnlyErrors() {
    return !error.isEmpty()
        && envelope.isEmpty()
        && errorsOf(outer, error) == outer.objects
        && outer.fields.values().stream()
            .allMatch(field -> field.name.equals(error) || isMeta(field));
  }

  private static @Nullable Field changes(Field element) {
    Field payload = element.fields.get("payload");
    for (Field at : payload == null ? List.of(element) : List.of(element, payload)) {
      if (at.fields.containsKey("op")
          && at.fields.containsKey("after")
          && (at.fields.containsKey("before") || at.fields.containsKey("source"))) {
        return at;
      }
    }
    return null;
  }

  /** The one object that every element is, but for what tells of the reply. */
  private static Field wrapped(Field element) {
    Field inner = element;
    for (int i = 0; i < 2; i++) {
      Field only = null;
      for (Field field : inner.fields.values()) {
        boolean isWhole =
            field.objects > 0
                && field.objects == inner.objects
                && field.fields.size() > 1
                && !field.isMap();
        if (isWhole && only == null && !isMeta(field)) {
          only = field;
        } else if (!isMeta(field)) {
          return inner;
        }
      }
      if (only == null) {
        return inner;
      }
      inner = only;
    }
    return inner;
  }
}
