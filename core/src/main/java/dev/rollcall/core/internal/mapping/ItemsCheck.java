package dev.rollcall.core.internal.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Validates what a record type declares of items, and the paths that only a type with items has.
 *
 * @param items null if the type has none
 * @param rowVersion the column whose time decides which row is newer; null if none is named
 * @param deleting the words by which the type declares deletes, such as {@code deletedWhere}
 */
public record ItemsCheck(
    @Nullable Items items,
    List<String> key,
    @Nullable String rowVersion,
    List<ColumnMapping> mappings,
    List<List<String>> envelopes,
    List<List<String>> wrappers,
    List<List<String>> secrets,
    List<String> deleting) {

  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Items declared = items;
    if (declared == null) {
      mappings.forEach(mapping -> checkPlain(mapping, problems));
      return problems;
    }
    checkArray(declared, problems);
    for (ColumnMapping mapping : mappings) {
      for (JsonSource source : mapping.sources()) {
        String column = "column '" + name(mapping) + "': ";
        if (source.text().startsWith("@.")) {
          problems.add(
              column
                  + "path '%s': write '%s': @ is the item itself"
                      .formatted(source.text(), source.text().substring(2)));
        }
        source.read().forEach(path -> check(path, declared, column, problems));
      }
    }
    try {
      declared.shapes(mappings);
    } catch (IllegalArgumentException e) {
      problems.add("items '" + declared.written() + "': " + e.getMessage());
    }
    checkKey(declared, problems);
    checkVersion(declared, problems);
    for (String word : deleting) {
      problems.add(
          "%s: what deletes an element names no single item; declare it in the type of the elements, and let the pipeline say that the rows of this type are parts of that one's: partOf(…)"
              .formatted(word));
    }
    return problems;
  }

  private static String name(ColumnMapping mapping) {
    return mapping.column().name();
  }

  private static void checkPlain(ColumnMapping mapping, List<String> problems) {
    String column = "column '" + name(mapping) + "': ";
    for (JsonSource source : mapping.sources()) {
      for (List<String> path : source.read()) {
        String first = path.get(0);
        if (PathStep.isIndex(first)) {
          problems.add(column + "itemIndex needs items(…), which names the array");
        } else if (first.equals(PathStep.ELEMENT) || PathStep.isOuter(first)) {
          problems.add(column + "path '" + source.text() + "': " + withoutItems(path));
        }
      }
    }
  }

  /** What a path says that begins with {@code $.} although there are no items. */
  private static String withoutItems(List<String> path) {
    try {
      FieldPath.parse(PathStep.written(path));
    } catch (IllegalArgumentException e) {
      if (path.stream().noneMatch(PathStep::isSelected)) {
        return String.valueOf(e.getMessage());
      }
    }
    return "write '%s': $. is only needed where items(…) is declared"
        .formatted(PathStep.written(path.subList(1, path.size())));
  }

  private void checkArray(Items declared, List<String> problems) {
    String what = "items '" + declared.written() + "': ";
    if (declared.levels() > Items.MAX_LEVELS) {
      problems.add(
          what
              + "got %d names, expected at most %d".formatted(declared.levels(), Items.MAX_LEVELS));
    }
    if (RecordTypeCheck.isSecret(declared.path(), secrets)) {
      problems.add(what + "is a secret");
    }
    for (List<String> envelope : envelopes) {
      if (FieldPath.isWithin(envelope, declared.path())
          || FieldPath.isWithin(declared.path(), envelope)) {
        problems.add(
            what
                + "crosses the envelope '%s', whose elements are records of their own; name the items below such an element"
                    .formatted(FieldPath.written(envelope)));
      }
    }
    for (List<String> wrapper : wrappers) {
      if (FieldPath.isWithin(wrapper, declared.path())) {
        problems.add(
            what
                + "alsoUnder '%s' is in the items, expected a place of the element's fields"
                    .formatted(FieldPath.written(wrapper)));
      }
    }
  }

  private void check(List<String> path, Items declared, String column, List<String> problems) {
    String first = path.get(0);
    if (PathStep.isIndex(first)) {
      List<String> array = PathStep.array(first);
      if (!array.isEmpty()
          && (array.size() >= declared.levels() || !FieldPath.isWithin(declared.path(), array))) {
        problems.add(
            column
                + "itemIndex of '%s', expected an outer array of items '%s'%s"
                    .formatted(
                        FieldPath.written(array),
                        declared.written(),
                        array.equals(declared.path())
                            ? "; without a path it is that of the items"
                            : ""));
      }
      return;
    }
    if (PathStep.isName(first) || first.equals(PathStep.ITEM)) {
      return;
    }
    String written = PathStep.written(path);
    if (PathStep.isOuter(first) && !declared.outers().containsKey(first)) {
      String known =
          declared.outers().keySet().stream()
              .map(outer -> PathStep.written(List.of(outer)))
              .collect(Collectors.joining(" or "));
      problems.add(
          column
              + "path '%s': expected %sa path without $., which is looked for in the items of '%s'"
                  .formatted(written, known.isEmpty() ? "" : known + ", or ", declared.written()));
      return;
    }
    List<String> names = path.subList(1, path.size());
    List<String> way = declared.path().subList(declared.level(first), declared.levels());
    if (names.size() > way.size() && FieldPath.isWithin(names, way)) {
      problems.add(
          column
              + "path '%s' goes into the items: write '%s'"
                  .formatted(
                      written,
                      PathStep.isSelected(names.get(way.size()))
                          ? "…"
                          : PathStep.written(names.subList(way.size(), names.size()))));
      return;
    }
    for (int i = 1; i < names.size(); i++) {
      if (PathStep.isSelected(names.get(i)) && FieldPath.isWithin(way, names.subList(0, i))) {
        problems.add(
            column
                + "path '%s' selects from an array on the way to the items '%s': name the object that the item stands in, as in $.%s[].x"
                    .formatted(
                        written, declared.written(), FieldPath.written(names.subList(0, i))));
      }
    }
  }

  /**
   * Whether all that it reads stands in objects that are at least so deep; never so of a function.
   */
  private static boolean isDeep(ColumnMapping mapping, Items declared, int level) {
    return mapping.derivation() == null
        && !mapping.sources().isEmpty()
        && mapping.sources().stream()
            .allMatch(
                source ->
                    !source.isElement()
                        && source.paths().stream()
                            .allMatch(path -> declared.level(path.get(0)) >= level));
  }

  private static boolean isIndex(ColumnMapping mapping) {
    return mapping.sources().stream()
        .flatMap(source -> source.paths().stream())
        .anyMatch(path -> PathStep.isIndex(path.get(0)));
  }

  private void checkKey(Items declared, List<String> problems) {
    List<ColumnMapping> keys =
        mappings.stream().filter(mapping -> key.contains(name(mapping))).toList();
    boolean tellsItems =
        keys.stream()
            .anyMatch(
                mapping ->
                    mapping.derivation() != null
                        || mapping.sources().stream()
                            .flatMap(source -> source.paths().stream())
                            .anyMatch(path -> declared.level(path.get(0)) == declared.levels()));
    if (!keys.isEmpty() && !tellsItems) {
      problems.add(
          "key: none of its columns is read from the item, so the items of an element would replace each other; name one that is, or itemIndex(…)");
    }
    if (!declared.orNull()) {
      return;
    }
    for (ColumnMapping mapping : mappings) {
      boolean isKey = keys.contains(mapping);
      if ((isKey || mapping.required() != null)
          && !isIndex(mapping)
          && isDeep(mapping, declared, 1)) {
        problems.add(
            "column '%s': itemsOrNull gives a row in which it is null, expected a column that may be null, not %s"
                .formatted(
                    name(mapping),
                    isKey ? "one of the key; itemIndex(…) is never null" : "a required one"));
      }
    }
  }

  /** All rows of an element have one version: by it the rows of its last state are told. */
  private void checkVersion(Items declared, List<String> problems) {
    mappings.stream()
        .filter(mapping -> name(mapping).equals(rowVersion))
        .filter(mapping -> !isOfElement(mapping, declared))
        .forEach(
            mapping ->
                problems.add(
                    "rowVersion: column '%s' is read from the item, expected one that all items of an element have in common: from(\"$.…\")%s"
                        .formatted(
                            name(mapping),
                            mapping.derivation() == null
                                ? ""
                                : "; a function names the columns it reads")));
  }

  private boolean isOfElement(ColumnMapping mapping, Items declared) {
    boolean isRead =
        mapping.sources().stream()
            .flatMap(source -> source.read().stream())
            .allMatch(path -> declared.level(path.get(0)) == 0);
    if (!isRead || mapping.derivation() == null) {
      return isRead;
    }
    List<String> reads = mapping.reads();
    return reads != null
        && mappings.stream()
            .filter(other -> reads.contains(name(other)) && !other.equals(mapping))
            .allMatch(other -> other.derivation() == null && isOfElement(other, declared));
  }
}
