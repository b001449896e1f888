package dev.rollcall.core.record;

import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record type declares of items while it is built. */
final class DeclaredItems {

  private final List<String> problems;
  private boolean isDeclared;
  private @Nullable Items items;

  /**
   * None yet.
   *
   * @param problems gets those that are found
   */
  DeclaredItems(List<String> problems) {
    this.problems = problems;
  }

  void of(String path, boolean orNull) {
    String what = orNull ? "itemsOrNull" : "items";
    if (isDeclared) {
      problems.add(what + ": the items are declared twice; a type has those of one array");
    }
    isDeclared = true;
    List<String> names = parsed(what, path);
    items = names.isEmpty() ? items : new Items(names, orNull);
  }

  /** The path of an array, as names; none if it is no path, which is told. */
  List<String> parsed(String what, String path) {
    try {
      return FieldPath.parse(path);
    } catch (IllegalArgumentException e) {
      problems.add(
          "%s '%s': %s"
              .formatted(
                  what,
                  path,
                  path.contains("[]")
                      ? "write '%s': names with dots between them"
                          .formatted(path.replace("[]", "").replaceFirst("^\\$\\.", ""))
                      : e.getMessage()));
      return List.of();
    }
  }

  /** Whether a path was given, be it a wrong one. */
  boolean isDeclared() {
    return isDeclared;
  }

  /** The declaration; null if there is none. */
  @Nullable Items items() {
    return items;
  }
}
