package dev.rollcall.core.internal.mapping;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What deletes the row of a key instead of writing one. Immutable.
 *
 * @param conditions elements that delete; any of them is enough
 * @param tombstone how each key column is read from the key of a message without a value, in the
 *     order of the key; a column without sources is the whole key as text. Empty if such messages
 *     are filtered out
 */
public record Deletes(List<Condition> conditions, List<ColumnMapping> tombstone)
    implements Serializable {

  /** Nothing deletes. */
  public static final Deletes NONE = new Deletes(List.of(), List.of());

  /**
   * An element deletes if there is this scalar at this path.
   *
   * @param value as JSON writes it, a text without its quotes
   * @param keyBelow where the fields of its key are looked for first; empty for nowhere else
   */
  public record Condition(List<String> path, String value, List<String> keyBelow)
      implements Serializable {
    public Condition {
      path = List.copyOf(path);
      keyBelow = List.copyOf(keyBelow);
    }
  }

  public Deletes {
    conditions = List.copyOf(conditions);
    tombstone = List.copyOf(tombstone);
  }

  /** What deletes, a line each, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!conditions.isEmpty()) {
      lines.add(describe().strip());
    }
    if (!tombstone.isEmpty()) {
      lines.add("a message without a value deletes, by its key");
    }
    return lines;
  }

  /** Which elements are not counted, as stable text; "" for none. */
  String describe() {
    return conditions.isEmpty()
        ? ""
        : conditions.stream()
            .map(each -> FieldPath.written(each.path()) + " = " + each.value())
            .sorted()
            .collect(Collectors.joining(" or ", "\ndeletes where ", ""));
  }
}
