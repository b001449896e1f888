package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.internal.decode.FieldRoute;
import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.Items;
import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.mapping.RecordTypeCheck;
import dev.rollcall.core.record.RecordType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with the fields by which a branch is told, for the type of its records. */
public final class RouteCheck {

  private final RecordDefinition type;

  private RouteCheck(RecordDefinition type) {
    this.type = type;
  }

  /** The problems of these paths. */
  public static List<String> problems(Set<List<String>> fields, RecordType type) {
    RouteCheck check = new RouteCheck(RecordDefinition.of(type));
    return fields.stream()
        .flatMap(
            path ->
                check.problem(path).stream()
                    .map(each -> "whereField '" + FieldPath.written(path) + "': " + each))
        .sorted()
        .toList();
  }

  private Optional<String> problem(List<String> path) {
    List<List<String>> places = FieldRoute.paths(type, path).stream().map(PathStep::names).toList();
    if (places.stream().anyMatch(place -> RecordTypeCheck.isSecret(place, type.secrets()))) {
      return Optional.of(
          "is a secret of the type, which nothing may look at; name another field, or none as a secret");
    }
    Items items = type.items();
    if (items != null && places.stream().anyMatch(place -> isInArray(items, place))) {
      return Optional.of(
          "stands in the items at '%s', of which each is a row; expected a field of the element around them"
              .formatted(items.written()));
    }
    return Optional.empty();
  }

  /** Whether a path goes into the array of the items, or into one on the way to it. */
  private boolean isInArray(Items items, List<String> path) {
    Items.Shape[] shapes = items.shapes(type.mappings());
    for (int level = 1; level <= items.levels(); level++) {
      if (shapes[level - 1] == Items.Shape.ARRAY
          && FieldPath.isWithin(path, items.path().subList(0, level))) {
        return true;
      }
    }
    return false;
  }
}
