package dev.rollcall.core.record;

import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.Deletes;
import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.RecordTypeCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a record type declares of deletes while it is built. */
final class DeclaredDeletes {

  private final List<Deletes.Condition> conditions = new ArrayList<>();

  /** The paths of each key column in the message key; none for the whole key. */
  private final Map<String, List<JsonSource>> tombstone = new LinkedHashMap<>();

  private final List<String> problems = new ArrayList<>();

  void where(String path, String value, String keyBelow) {
    List<String> at = parsed("deletedWhere", path);
    List<String> below = keyBelow.isEmpty() ? List.of() : parsed("deletedWhere", keyBelow);
    if (!at.isEmpty()) {
      conditions.add(new Deletes.Condition(at, value, below));
    }
  }

  void tombstone(String column, List<String> paths) {
    List<JsonSource> sources = new ArrayList<>();
    for (String path : paths) {
      List<String> fields = parsed("tombstoneKey", path);
      if (!fields.isEmpty()) {
        sources.add(JsonSource.parse(path).withoutItems());
      }
    }
    if (tombstone.put(column, sources) != null) {
      problems.add(
          "tombstoneKey: column '" + column + "' is named twice; name all its paths at once");
    }
  }

  private List<String> parsed(String what, String path) {
    try {
      return FieldPath.parse(path);
    } catch (IllegalArgumentException e) {
      problems.add(what + " '" + path + "': " + e.getMessage());
      return List.of();
    }
  }

  /** The words by which deletes are declared. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (!conditions.isEmpty()) {
      words.add("deletedWhere");
    }
    if (!tombstone.isEmpty()) {
      words.add("tombstoneKey");
    }
    return words;
  }

  /** Below which the fields of a key may be, too. */
  List<List<String>> keyBelow() {
    return conditions.stream()
        .map(Deletes.Condition::keyBelow)
        .filter(below -> !below.isEmpty())
        .toList();
  }

  /**
   * What is wrong, given the key's columns, the column that orders rows, if one does, and the paths
   * that never leave the decoder.
   */
  List<String> problems(List<String> key, @Nullable String rowVersion, List<List<String>> secrets) {
    List<String> found = new ArrayList<>(problems);
    for (Deletes.Condition each : conditions) {
      if (RecordTypeCheck.isSecret(each.path(), secrets)) {
        found.add("deletedWhere: path '" + FieldPath.written(each.path()) + "' is a secret");
      }
    }
    if (tombstone.isEmpty()) {
      return found;
    }
    if (rowVersion != null) {
      found.add(
          "tombstoneKey: a message without a value has no '%s', by which rowVersion orders; let an element delete (deletedWhere), or order by the record's time"
              .formatted(rowVersion));
    }
    for (List<JsonSource> sources : tombstone.values()) {
      for (JsonSource source : sources) {
        if (source.paths().stream().anyMatch(path -> RecordTypeCheck.isSecret(path, secrets))) {
          found.add("tombstoneKey: path '" + source.text() + "' is a secret");
        }
      }
    }
    for (String column : tombstone.keySet()) {
      if (!key.contains(column)) {
        found.add(
            "tombstoneKey: got '"
                + column
                + "', expected a column of the key"
                + Texts.didYouMean(column, key));
      }
    }
    List<String> missing = key.stream().filter(column -> !tombstone.containsKey(column)).toList();
    if (!missing.isEmpty()) {
      found.add(
          "tombstoneKey: the key column '"
              + String.join("', '", missing)
              + "' is not named; a row can only be deleted by its whole key");
    }
    if (key.size() > 1 && tombstone.values().stream().anyMatch(List::isEmpty)) {
      found.add(
          "tombstoneKey: a key of several columns cannot be the message key as text; name the path of each column in the message key");
    }
    return found;
  }

  /** The declaration; only if there are no problems. */
  Deletes complete(List<String> key, List<ColumnMapping> columns) {
    return tombstone.isEmpty()
        ? new Deletes(conditions, List.of())
        : new Deletes(
            conditions,
            key.stream()
                .map(
                    name ->
                        columns.stream()
                            .filter(m -> m.column().name().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .readFrom(Objects.requireNonNull(tombstone.get(name))))
                .toList());
  }
}
