package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Validates a record type's declaration as a whole.
 *
 * @param rowVersion the column whose time decides which row is newer; null if none is named
 * @param secrets paths that never leave the decoder
 * @param items the array whose items are the rows; null if the elements are
 * @param refusedColumns names of columns that were refused one by one; a key that names one is no
 *     problem of its own
 */
public record RecordTypeCheck(
    List<String> key,
    @Nullable String rowVersion,
    List<ColumnMapping> mappings,
    List<List<String>> secrets,
    @Nullable Items items,
    Set<String> refusedColumns) {

  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    mappings.forEach(mapping -> check(mapping, problems));
    checkKey(problems);
    checkRowVersion(problems);
    Set<String> seen = new LinkedHashSet<>();
    for (ColumnMapping mapping : mappings) {
      if (!seen.add(mapping.column().name())) {
        problems.add("column '" + mapping.column().name() + "' is declared twice");
      }
    }
    return problems;
  }

  private void checkKey(List<String> problems) {
    if (key.isEmpty()) {
      problems.add("no key: name the identifying columns with key(…)");
    }
    Set<String> parts = new LinkedHashSet<>();
    for (String part : key) {
      if (!parts.add(part)) {
        problems.add("key column '" + part + "' is named twice");
      } else if (!refusedColumns.contains(part)
          && mappings.stream().noneMatch(m -> m.column().name().equals(part) && !m.hidden())) {
        problems.add(
            "key column '"
                + part
                + "' is not declared"
                + Texts.didYouMean(part, mappings.stream().map(m -> m.column().name()).toList()));
      }
    }
  }

  private void checkRowVersion(List<String> problems) {
    if (rowVersion == null || refusedColumns.contains(rowVersion)) {
      return;
    }
    String got =
        mappings.stream()
            .filter(m -> m.column().name().equals(rowVersion))
            .findFirst()
            .map(m -> m.hidden() ? "a hidden column" : m.column().type().name())
            .orElse("");
    if (got.isEmpty()) {
      problems.add(
          "rowVersion: column '%s' is not declared%s"
              .formatted(
                  rowVersion,
                  Texts.didYouMean(
                      rowVersion, mappings.stream().map(m -> m.column().name()).toList())));
    } else if (!got.equals(ColumnType.TIMESTAMP.name())) {
      problems.add(
          "rowVersion: column '%s': got %s, expected a TIMESTAMP of the row"
              .formatted(rowVersion, got));
    }
  }

  private void check(ColumnMapping mapping, List<String> problems) {
    String column = "column '" + mapping.column().name() + "'";
    ColumnType type = mapping.column().type();
    if (!mapping.allowed().isEmpty() && type != ColumnType.STRING) {
      problems.add(column + ": oneOf needs the type STRING");
    }
    if (mapping.visibility() == ColumnMapping.Visibility.COUNTED && mapping.allowed().isEmpty()) {
      problems.add(column + ": counted needs oneOf(…)");
    }
    boolean isKey = key.contains(mapping.column().name());
    if (mapping.elseNull() && (isKey || mapping.required() != null)) {
      problems.add(
          column
              + ": elseNull makes a null of what does not fit, expected a column that may be null, not "
              + (isKey ? "one of the key" : "a required one"));
    }
    checkReads(mapping, column, problems);
    String misplaced = mapping.reading().misplaced(type);
    if (!misplaced.isEmpty()) {
      problems.add(column + ": " + misplaced);
    }
    if (mapping.reading().decimals().text() && mapping.reading().decimals().base64Scale() >= 0) {
      problems.add(column + ": a text is either decimalText or base64, expected one of them");
    }
    boolean counts = mapping.places().stream().anyMatch(source -> source.unit() != null);
    for (String pattern : mapping.reading().times().patterns()) {
      if (counts && isDigits(pattern)) {
        problems.add(
            column
                + ": the digits of pattern '"
                + pattern
                + "' could be a number of the declared unit, expected one of the two");
      }
    }
    if (mapping.message() != null) {
      checkMessage(mapping.message(), column, type, problems);
    }
    for (JsonSource source : mapping.sources()) {
      check(source, column, type, problems);
    }
  }

  private void checkMessage(
      MessageSource message, String column, ColumnType type, List<String> problems) {
    String misfit = message.misfit(type);
    if (!misfit.isEmpty()) {
      problems.add(column + ": " + misfit);
    }
    for (JsonSource place : message.places()) {
      if (place.unit() != null && type != ColumnType.TIMESTAMP && type != ColumnType.DATE) {
        problems.add(column + ": epoch needs the type TIMESTAMP or DATE");
      }
      if (place.paths().stream().anyMatch(this::isSecret)) {
        problems.add(column + ": path '" + place.text() + "' is a secret");
      }
    }
  }

  private void checkReads(ColumnMapping mapping, String column, List<String> problems) {
    List<String> all = mappings.stream().map(each -> each.column().name()).toList();
    for (String read : mapping.reads() == null ? List.<String>of() : mapping.reads()) {
      if (!all.contains(read) && !refusedColumns.contains(read)) {
        problems.add(
            "%s: its function names the column '%s', which is not declared%s"
                .formatted(column, read, Texts.didYouMean(read, all)));
      }
    }
  }

  private static boolean isDigits(String pattern) {
    try {
      return TimePattern.of(pattern).isDigits();
    } catch (IllegalArgumentException e) {
      // reported where it was declared
      return false;
    }
  }

  private void check(JsonSource source, String column, ColumnType type, List<String> problems) {
    if (source.isTemplate() && type != ColumnType.STRING) {
      problems.add(column + ": a template needs the type STRING");
    }
    if (source.isElement() && type != ColumnType.JSON) {
      problems.add(column + ": $ needs the type JSON");
    }
    if (source.unit() != null && type != ColumnType.TIMESTAMP && type != ColumnType.DATE) {
      problems.add(column + ": epoch needs the type TIMESTAMP or DATE");
    }
    if (source.paths().stream().anyMatch(this::isSecret)) {
      problems.add(column + ": path '" + source.text() + "' is a secret");
    }
  }

  /** Of a type with items a secret means that place below the element and what is on the way. */
  private boolean isSecret(List<String> path) {
    List<String> names = PathStep.names(path);
    if (names.isEmpty()) {
      return false;
    }
    if (items == null || path.get(0).equals(PathStep.ELEMENT)) {
      return isSecret(names, secrets);
    }
    List<String> whole = new ArrayList<>(items.path().subList(0, items.level(path.get(0))));
    whole.addAll(names);
    return IntStream.rangeClosed(0, whole.size() - names.size())
        .anyMatch(from -> isSecret(whole.subList(from, whole.size()), secrets));
  }

  /** Whether the path leads to or through one of the secrets. */
  public static boolean isSecret(List<String> path, List<List<String>> secrets) {
    return secrets.stream()
        .anyMatch(
            secret ->
                secret.size() == 1
                    ? path.contains(secret.get(0))
                    : FieldPath.isWithin(path, secret));
  }
}
