package dev.rollcall.core.internal.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Validates the deletes of a record type whose key, or a part of it, stands in the message.
 *
 * @param key the names of the key's columns
 * @param columns all columns
 */
public record MessageKeyCheck(List<String> key, List<ColumnMapping> columns) {

  private static final List<JsonSource> NOT_NAMED = List.of(JsonSource.field("not named"));

  /** The key columns that no message that deletes has, a problem each. */
  public List<String> undeletable() {
    return columns.stream()
        .filter(this::isKey)
        .filter(each -> each.message() != null && each.message().part().isOfOneMessage())
        .map(
            each ->
                "the key column '%s' is the %s, which a message that deletes has of its own, so it deletes nothing: leave deletedWhere and tombstoneKey out, or take another key"
                    .formatted(each.column().name(), each.places().get(0).text()))
        .toList();
  }

  /** Columns that tombstoneKey reads in another way than their declaration, a problem each. */
  public List<String> otherwiseRead(Map<String, List<JsonSource>> tombstone) {
    List<String> problems = new ArrayList<>();
    for (ColumnMapping each : columns) {
      List<JsonSource> paths = tombstone.getOrDefault(each.column().name(), List.of());
      MessageSource message = each.message();
      if (message == null || paths.isEmpty()) {
        continue;
      }
      List<String> declared = message.places().stream().map(JsonSource::text).toList();
      List<String> named = paths.stream().map(path -> MessageSource.written(path.text())).toList();
      if (!named.equals(declared)) {
        problems.add(
            "tombstoneKey: column '%1$s' is read from %2$s, expected no path, or the same: tombstoneKey(\"%1$s\")"
                .formatted(each.column().name(), String.join(" or ", declared)));
      }
    }
    return problems;
  }

  /** How many key columns are not read from the message by their declaration. */
  public long others() {
    return columns.stream().filter(this::isKey).filter(each -> each.message() == null).count();
  }

  /** Whether tombstoneKey takes the whole key for a column that is not read from the message. */
  public boolean isAnyWhole(Map<String, List<JsonSource>> tombstone) {
    return columns.stream()
        .filter(each -> each.message() == null)
        .map(each -> tombstone.getOrDefault(each.column().name(), NOT_NAMED))
        .anyMatch(List::isEmpty);
  }

  private boolean isKey(ColumnMapping mapping) {
    return key.contains(mapping.column().name());
  }
}
