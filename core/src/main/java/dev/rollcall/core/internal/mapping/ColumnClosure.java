package dev.rollcall.core.internal.mapping;

import static java.util.stream.Collectors.joining;

import dev.rollcall.core.record.ColumnType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The columns of a record type on which those read depend, and all that can refuse an element: each
 * column without {@code elseNull}, what their functions read, and the columns whose paths cross
 * theirs. The others can come, go and change, and nothing that is read changes. Immutable.
 */
public final class ColumnClosure {

  private final RecordDefinition type;
  private final Set<String> names = new TreeSet<>();

  private ColumnClosure(RecordDefinition type) {
    this.type = type;
  }

  /**
   * The closure of these columns.
   *
   * @param read names; those that are not of the type are made elsewhere and left out
   */
  public static ColumnClosure of(RecordDefinition type, Collection<String> read) {
    ColumnClosure closure = new ColumnClosure(type);
    for (ColumnMapping mapping : type.mappings()) {
      String name = mapping.column().name();
      if (!mapping.elseNull() || read.contains(name) || shapesTheWay(mapping)) {
        closure.add(mapping);
      }
    }
    while (closure.addCrossing()) {
      // one that crosses may be crossed in turn
    }
    return closure;
  }

  /** Whether its paths say what must stand on the way to the items: else the element is refused. */
  private static boolean shapesTheWay(ColumnMapping mapping) {
    return mapping.sources().stream()
        .flatMap(source -> source.read().stream())
        .anyMatch(path -> PathStep.isOuter(path.get(0)) || PathStep.isIndex(path.get(0)));
  }

  private void add(ColumnMapping mapping) {
    if (!names.add(mapping.column().name()) || mapping.derivation() == null) {
      return;
    }
    List<String> reads = mapping.reads();
    for (ColumnMapping other : type.mappings()) {
      if (reads == null || reads.contains(other.column().name())) {
        add(other);
      }
    }
  }

  private boolean addCrossing() {
    int before = names.size();
    for (ColumnMapping other : type.mappings()) {
      if (!contains(other.column().name()) && mappings().stream().anyMatch(m -> cross(m, other))) {
        add(other);
      }
    }
    return names.size() > before;
  }

  /**
   * Whether the paths of one column change what another reads: where an object is expected on the
   * way to {@code a.b}, a scalar is a misfit unless there is a column {@code a}.
   */
  private boolean cross(ColumnMapping mapping, ColumnMapping other) {
    boolean hides = isJson(other) && !type.secrets().isEmpty();
    if (hides && other.sources().stream().anyMatch(JsonSource::isElement)) {
      return true;
    }
    for (List<String> path : paths(mapping)) {
      for (List<String> otherPath : paths(other)) {
        boolean above = isAbove(otherPath, path) && (!isJson(other) || hides);
        if (above || isAbove(path, otherPath) && !isJson(mapping)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isJson(ColumnMapping mapping) {
    return mapping.column().type() == ColumnType.JSON;
  }

  private static List<List<String>> paths(ColumnMapping mapping) {
    List<List<String>> paths = new ArrayList<>();
    mapping.sources().forEach(source -> paths.addAll(source.read()));
    return paths;
  }

  private static boolean isAbove(List<String> path, List<String> longer) {
    return path.size() < longer.size() && longer.subList(0, path.size()).equals(path);
  }

  private List<ColumnMapping> mappings() {
    return type.mappings().stream().filter(each -> contains(each.column().name())).toList();
  }

  /** Whether a column is part of it. */
  public boolean contains(String column) {
    return names.contains(column);
  }

  /** The columns that are not part of it. */
  public Set<String> others() {
    return type.mappings().stream()
        .map(each -> each.column().name())
        .filter(name -> !contains(name))
        .collect(Collectors.toSet());
  }

  /** All that decides what its columns hold, as stable text in which no order counts. */
  public String describe() {
    List<String> all = type.mappings().stream().map(each -> each.column().name()).toList();
    List<String> columns = new ArrayList<>();
    for (ColumnMapping mapping : mappings()) {
      columns.add(
          mapping.describe(true) + (mapping.derivation() == null ? "" : reads(mapping, all)));
    }
    String secrets =
        mappings().stream().anyMatch(ColumnClosure::isJson)
            ? "\nwithout " + written(type.secrets())
            : "";
    return type.name()
        + (type.revision() == 1 ? "" : " revision " + type.revision())
        + " key "
        + type.schema().keyNames().stream().sorted().toList()
        + columns.stream().sorted().map(each -> "\n" + each).collect(joining())
        + "\nenvelopes "
        + written(type.envelopes())
        + " errors "
        + type.errors().stream().sorted().toList()
        + " under "
        + written(type.wrappers())
        + type.deletes().describe()
        + (type.items() == null ? "" : type.items().describe())
        + secrets;
  }

  /** A function sees no value of what is derived behind it. */
  private String reads(ColumnMapping mapping, List<String> all) {
    List<String> reads = mapping.reads();
    if (reads == null) {
      return ColumnReads.describe(null, all);
    }
    List<String> notYet =
        type.mappings().stream()
            .skip(all.indexOf(mapping.column().name()))
            .filter(each -> each.derivation() != null)
            .map(each -> each.column().name())
            .filter(reads::contains)
            .sorted()
            .toList();
    return ColumnReads.describe(reads, all) + (notYet.isEmpty() ? "" : " before " + notYet);
  }

  private static List<String> written(List<List<String>> paths) {
    return paths.stream().map(FieldPath::written).sorted().toList();
  }
}
