package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.pipeline.BranchDefinition;
import dev.rollcall.core.internal.pipeline.Route;
import dev.rollcall.core.internal.pipeline.RouteCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Declares a branch of a {@link Pipeline}: the records of one type that it takes, their steps,
 * sinks and aggregations. Given by {@link PipelineBuilder#branch}. Not threadsafe.
 *
 * <p>Without a condition it takes every record. Of several conditions on one place ({@code
 * whereField("type", "paid", "refunded")}) any is enough; conditions on several places must all
 * hold.
 */
public final class BranchBuilder extends BranchDeclaration<BranchBuilder> {

  private final String name;
  private final Set<String> topics = new HashSet<>();
  private final Map<String, Set<String>> headers = new HashMap<>();
  private final Map<List<String>, Set<String>> fields = new HashMap<>();
  private @Nullable String partOf;

  BranchBuilder(String name) {
    this.name = given(name, "branch: name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,49}")) {
      declared.add(
          "name: got '"
              + name
              + "', expected up to 50 letters, digits, '.', '_' and '-', a letter or digit first");
    }
  }

  @Override
  BranchBuilder self() {
    return this;
  }

  /** Takes records of these topics; of a source that has none, of its name. */
  public BranchBuilder fromTopic(String... names) {
    topics.addAll(values(names, "fromTopic"));
    return this;
  }

  /**
   * Takes records whose header has one of these values, as UTF-8 text; of a header that is
   * repeated, the last one counts.
   */
  public BranchBuilder whereHeader(String header, String... values) {
    given(header, "whereHeader");
    headers
        .computeIfAbsent(header, any -> new HashSet<>())
        .addAll(values(values, "whereHeader '" + header + "'"));
    return this;
  }

  /**
   * Takes elements with one of these texts, numbers or booleans at this path, as JSON writes them:
   * {@code whereField("type", "order_paid")}. The path may also stand below the type's {@code
   * alsoUnder}, and where a {@code deletedWhere} has the key. It is one of the element, whatever
   * its items are, and no secret. Branches with such a condition must have types of the same
   * envelopes.
   */
  public BranchBuilder whereField(String path, String... values) {
    given(path, "whereField");
    List<String> allowed = values(values, "whereField '" + path + "'");
    collecting(
        "whereField '" + path + "'",
        declared,
        () ->
            fields.computeIfAbsent(FieldPath.parse(path), any -> new HashSet<>()).addAll(allowed));
    return this;
  }

  /**
   * Its rows are parts of the rows of that branch, such as the lines of an order: they have its key
   * columns, under the same names, and only those of the latest version of it are live. A part that
   * is missing when its whole is sent again does not live on. Both branches take the same records,
   * and read the key from the same places.
   */
  public BranchBuilder partOf(String branch) {
    given(branch, "partOf");
    if (partOf != null) {
      declared.add("partOf: declared twice, expected one branch");
    }
    this.partOf = branch;
    return this;
  }

  String name() {
    return name;
  }

  /** As it is declared; null if it has problems, which are added to these with its name. */
  @Nullable BranchDefinition checked(String pipeline, List<String> sinks, List<String> problems) {
    List<String> found = new ArrayList<>();
    BranchDefinition branch =
        checked(name, new Route(topics, headers, fields), partOf, pipeline, sinks, found);
    if (branch != null) {
      found.addAll(RouteCheck.problems(fields.keySet(), branch.recordType()));
    }
    found.forEach(problem -> problems.add("branch '" + name + "': " + problem));
    return branch;
  }

  private List<String> values(String[] values, String what) {
    List<String> given = ConfigurationException.requireAllNonNull(values, what);
    if (given.isEmpty()) {
      declared.add(what + ": got no value, expected at least one");
    }
    return given;
  }
}
