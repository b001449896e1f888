package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.Deletes;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Tells the elements that a branch takes, by what stands in their fields. Immutable. */
public final class FieldRoute {

  /** A condition with its paths resolved. */
  private record Bound(int[] slots, Set<String> values) {}

  private final List<Bound> conditions;

  /**
   * Of these conditions, which must all hold.
   *
   * @param trie with the paths of {@link #paths}
   */
  public FieldRoute(RecordDefinition type, PathTrie trie, Map<List<String>, Set<String>> fields) {
    this.conditions =
        fields.entrySet().stream()
            .map(
                each ->
                    new Bound(
                        paths(type, each.getKey()).stream()
                            .mapToInt(path -> trie.slot(path, false))
                            .toArray(),
                        each.getValue()))
            .toList();
  }

  /**
   * Where the scalar of a condition may stand, in the element, whatever its items are: in it, below
   * what it may be in, and where an element that deletes has its key. The first place that holds
   * one decides.
   */
  public static List<List<String>> paths(RecordDefinition type, List<String> path) {
    List<List<String>> paths = new ArrayList<>(List.of(path));
    type.wrappers().forEach(wrapper -> paths.add(JsonSource.below(wrapper, path)));
    for (Deletes.Condition condition : type.deletes().conditions()) {
      if (!condition.keyBelow().isEmpty()) {
        paths.add(JsonSource.below(condition.keyBelow(), path));
      }
    }
    return type.items() == null
        ? paths
        : paths.stream().map(each -> JsonSource.below(List.of(PathStep.ELEMENT), each)).toList();
  }

  /** Whether there is no condition. */
  public boolean takesAll() {
    return conditions.isEmpty();
  }

  /** Whether the element is one of the branch. */
  public boolean takes(ParsedElement parsed) {
    for (Bound each : conditions) {
      int found = IntStream.of(each.slots).filter(parsed::isScalar).findFirst().orElse(-1);
      if (found < 0 || !each.values.contains(parsed.text(found))) {
        return false;
      }
    }
    return true;
  }
}
