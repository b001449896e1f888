package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.internal.mapping.FieldPath;
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
import java.util.Set;

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
    records(part, whole);
    if (keys(part, whole)) {
      keys(whole).forEach(key -> values(part, whole, key.name()));
    }
    String own = RecordDefinition.of(part.recordType()).rowVersion();
    String other = RecordDefinition.of(whole.recordType()).rowVersion();
    if ((own == null) != (other == null)) {
      problem(
          part,
          "got rowVersion in %s of the two types only, expected in both or none: a part is live if its version is that of its whole"
              .formatted(own == null ? "the other" : "this one"));
    } else if (own != null && other != null && !places(part, own).equals(places(whole, other))) {
      problem(
          part,
          "got rowVersion from %s, and '%s' has it from %s; expected the same place, for a part is live if its version is that of its whole"
              .formatted(places(part, own), whole.name(), places(whole, other)));
    }
    if (whole.outputs().isEmpty()) {
      problem(
          part,
          "'%s' has no rows(…), expected some: a part is live if its version is that of a stored row"
              .formatted(whole.name()));
    }
  }

  /** Where a column is read from, with its units, as seen from the element. */
  private static List<String> places(BranchDefinition branch, String column) {
    return RecordDefinition.of(branch.recordType()).mappings().stream()
        .filter(mapping -> mapping.column().name().equals(column))
        .flatMap(mapping -> mapping.places().stream())
        .map(place -> place.describe().replaceFirst("^\\$\\.", ""))
        .toList();
  }

  /** A part is live if it is of the same element of the same record as its whole. */
  private void records(BranchDefinition part, BranchDefinition whole) {
    if (!part.route().equals(whole.route())) {
      problem(
          part,
          "takes %s, and '%s' takes %s; expected the same of both, for a part is of the record that its whole is of: give both the same fromTopic, whereHeader and whereField"
              .formatted(takes(part), whole.name(), takes(whole)));
    }
    List<List<String>> own = RecordDefinition.of(part.recordType()).envelopes();
    List<List<String>> other = RecordDefinition.of(whole.recordType()).envelopes();
    if (!Set.copyOf(own).equals(Set.copyOf(other))) {
      problem(
          part,
          "got the envelopes %s, and '%s' has %s; expected the same of both types, for a part has the version of the element that its whole is"
              .formatted(written(own), whole.name(), written(other)));
    }
  }

  private static String takes(BranchDefinition branch) {
    String conditions = branch.route().describe();
    return conditions.isEmpty() ? "every record" : conditions;
  }

  private static List<String> written(List<List<String>> paths) {
    return paths.stream().map(FieldPath::written).toList();
  }

  /** Whether the columns of the key fit. */
  private boolean keys(BranchDefinition part, BranchDefinition whole) {
    List<Column> begin = keys(part);
    List<Column> key = keys(whole);
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
    return fits;
  }

  /** What is made of the values of a key column must be the same, or no part is like its whole. */
  private void values(BranchDefinition part, BranchDefinition whole, String key) {
    if (!hashes(part, key).equals(hashes(whole, key))) {
      problem(
          part,
          "the key column '%s' is hashed otherwise than in '%s', expected alike in both: declare personal(…) with the same key in both branches"
              .formatted(key, whole.name()));
    }
    if (isDerived(part, key) != isDerived(whole, key)) {
      problem(
          part,
          "the key column '%s' has a function in one of the two types only, expected in both or none: read it from the same field, or derive it by the same function"
              .formatted(key));
    }
  }

  /** The marks of the keys by which a column is hashed, one after the other. */
  private static List<String> hashes(BranchDefinition branch, String name) {
    List<String> hashes = new ArrayList<>();
    List<Column> columns = branch.recordType().schema().columns();
    for (Step step : branch.steps()) {
      if (step instanceof Step.Protect protect) {
        columns.stream()
            .filter(column -> column.name().equals(name))
            .map(protect::hashes)
            .filter(Objects::nonNull)
            .forEach(hashes::add);
      }
      columns = step.after(columns);
    }
    return hashes;
  }

  private static boolean isDerived(BranchDefinition branch, String name) {
    return RecordDefinition.of(branch.recordType()).mappings().stream()
        .anyMatch(each -> each.column().name().equals(name) && each.derivation() != null);
  }

  private List<Column> keys(BranchDefinition branch) {
    Schema schema = Objects.requireNonNull(rows.get(branch.name()));
    return schema.keys().stream().map(schema::column).toList();
  }

  private void problem(BranchDefinition part, String problem) {
    problems.add("branch '%s': partOf: %s".formatted(part.name(), problem));
  }
}
