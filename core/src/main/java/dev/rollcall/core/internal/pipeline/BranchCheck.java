package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is wrong with branches beside one another. */
public final class BranchCheck {

  private final List<BranchDefinition> branches;
  private final Map<String, Schema> rows = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private BranchCheck(List<BranchDefinition> branches) {
    this.branches = branches;
    branches.forEach(
        each ->
            rows.put(each.name(), BoundSteps.of(each.steps(), each.recordType().schema()).after()));
  }

  /** The problems of branches of which none is wrong alone. */
  public static List<String> problems(List<BranchDefinition> branches) {
    BranchCheck check = new BranchCheck(branches);
    check.envelopes();
    branches.forEach(check::part);
    return check.problems;
  }

  /** The elements of a record that one branch leaves must be those that another one may take. */
  private void envelopes() {
    Map<List<List<String>>, String> seen = new HashMap<>();
    for (BranchDefinition each : branches) {
      if (each.route().looksAtFields()) {
        seen.putIfAbsent(RecordDefinition.of(each.recordType()).envelopes(), each.name());
      }
    }
    if (seen.size() > 1) {
      problems.add(
          "branches %s: got types of different envelopes, expected the same: whereField looks at each element, which all of them must count alike"
              .formatted(seen.values().stream().sorted().toList()));
    }
  }

  private void part(BranchDefinition part) {
    String name = part.partOf();
    if (name == null) {
      return;
    }
    Optional<BranchDefinition> found =
        branches.stream().filter(each -> each.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      problem(
          part,
          "there is no branch '%s'%s"
              .formatted(
                  name,
                  Texts.didYouMean(name, branches.stream().map(BranchDefinition::name).toList())));
      return;
    }
    BranchDefinition whole = found.get();
    if (whole.partOf() != null) {
      problem(
          part,
          "'%s' is itself a part%s; all parts of an element have its version"
              .formatted(
                  name,
                  whole.partOf().equals(part.name())
                      ? " of this one"
                      : " of '%s', name that one".formatted(whole.partOf())));
      return;
    }
    keys(part, whole);
    String own = RecordDefinition.of(part.recordType()).rowVersion();
    String other = RecordDefinition.of(whole.recordType()).rowVersion();
    if ((own == null) != (other == null)) {
      problem(
          part,
          "got rowVersion in %s of the two types only, expected in both or none: a part is live if its version is that of its whole"
              .formatted(own == null ? "the other" : "this one"));
    }
  }

  private void keys(BranchDefinition part, BranchDefinition whole) {
    Schema parts = Objects.requireNonNull(rows.get(part.name()));
    Schema wholes = Objects.requireNonNull(rows.get(whole.name()));
    List<Column> begin = keys(parts);
    List<Column> key = keys(wholes);
    boolean fits = begin.size() > key.size();
    for (int i = 0; fits && i < key.size(); i++) {
      fits =
          begin.get(i).name().equals(key.get(i).name()) && begin.get(i).type() == key.get(i).type();
    }
    if (!fits) {
      problem(
          part,
          "got the key %s, expected the key of '%s', %s, and more columns behind it"
              .formatted(begin, whole.name(), key));
    }
  }

  private static List<Column> keys(Schema schema) {
    return schema.keys().stream().map(schema::column).toList();
  }

  private void problem(BranchDefinition part, String problem) {
    problems.add("branch '%s': partOf: %s".formatted(part.name(), problem));
  }
}
