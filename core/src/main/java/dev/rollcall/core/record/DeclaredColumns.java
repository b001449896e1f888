package dev.rollcall.core.record;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.JsonSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a {@link RecordTypeBuilder} has declared so far. All that is not a new column
 * changes the one declared last. Not threadsafe.
 */
final class DeclaredColumns {

  /** Said of a column whose unit came before any path: it reads the field of its name. */
  private static final String IMPLIED = "implied from";

  private final String type;
  private final List<String> problems;
  private final List<ColumnMapping> mappings = new ArrayList<>();

  /** The name of the column declared last, if it could not be declared. */
  private @Nullable String refused;

  /** What was said of the column declared last. */
  private final Set<String> said = new HashSet<>();

  /** Columns and paths that were refused: what names them later is no problem of its own. */
  private final Set<String> refusedColumns = new HashSet<>();

  private final Set<String> refusedPaths = new HashSet<>();

  /**
   * None yet.
   *
   * @param type the name of the record type, for messages
   * @param problems gets those that are found
   */
  DeclaredColumns(String type, List<String> problems) {
    this.type = type;
    this.problems = problems;
  }

  void add(
      String column,
      ColumnType columnType,
      int precision,
      int scale,
      ColumnMapping.Visibility visibility) {
    ConfigurationException.requireNonNull(column, "record type '" + type + "': column name");
    ConfigurationException.requireNonNull(columnType, "column '" + column + "': type");
    refused = null;
    said.clear();
    try {
      Column declared = new Column(column, columnType, precision, scale, Column.Sensitivity.PUBLIC);
      mappings.add(ColumnMapping.of(declared, visibility));
    } catch (ConfigurationException e) {
      // what follows speaks of no column: it must not change the one before
      refused = column;
      refusedColumns.add(column);
      problems.addAll(e.problems());
    }
  }

  void from(String... paths) {
    List<JsonSource> sources = new ArrayList<>();
    for (String path : paths) {
      try {
        sources.add(JsonSource.parse(path));
      } catch (IllegalArgumentException e) {
        refusedPaths.add(path);
        problem("path '" + path + "': " + e.getMessage());
      }
    }
    if (said.contains(IMPLIED)) {
      problem("epoch follows from(…)");
      return;
    }
    once("from", mapping -> mapping.from(sources));
  }

  /** Reads the last column from the index of an item, or of an outer object. */
  void index(List<String> outer) {
    once("from", mapping -> mapping.from(List.of(JsonSource.index(outer))));
  }

  /**
   * Gives paths a unit.
   *
   * @param beside the path at which there must be a number too; empty for none
   * @param paths all if empty
   */
  void counting(EpochUnit unit, List<String> beside, List<String> paths) {
    last(
        declared -> {
          ColumnMapping mapping = declared;
          if (mapping.sources().isEmpty() && !said.contains("from")) {
            if (mapping.derivation() != null) {
              problem("epoch follows from(…)");
            }
            // a from(…) after this one would forget the unit
            said.add(IMPLIED);
            mapping = mapping.fromItsName();
          }
          for (String path : paths) {
            if (!refusedPaths.contains(path)
                && mapping.sources().stream().noneMatch(source -> source.text().equals(path))) {
              problem("epoch names the path '" + path + "', expected one of its from(…)");
            }
          }
          List<JsonSource> sources = new ArrayList<>();
          for (JsonSource source : mapping.sources()) {
            boolean meant = paths.isEmpty() || paths.contains(source.text());
            if (meant && source.unit() != null) {
              problem("path '" + source.text() + "' has a unit already, expected one per path");
            }
            sources.add(meant ? source.counting(unit, beside) : source);
          }
          return mapping.from(sources);
        });
  }

  /** Changes the last column in a way of which there is one: of two the last would win silently. */
  void once(String what, UnaryOperator<ColumnMapping> change) {
    if (refused == null && !mappings.isEmpty() && !said.add(what)) {
      problem(what + " is said twice, expected once");
    }
    last(change);
  }

  void last(UnaryOperator<ColumnMapping> change) {
    if (refused != null) {
      return;
    }
    if (mappings.isEmpty()) {
      problems.add("declare a column first: from, otherwise, required and the like follow it");
      return;
    }
    mappings.set(mappings.size() - 1, change.apply(mappings.get(mappings.size() - 1)));
  }

  /** Notes a problem of the last column. */
  void problem(String text) {
    problems.add("column '" + lastName() + "': " + text);
  }

  String lastName() {
    if (refused != null) {
      return refused;
    }
    return mappings.isEmpty() ? "?" : mappings.get(mappings.size() - 1).column().name();
  }

  Set<String> refusedColumns() {
    return refusedColumns;
  }

  /** All columns, with what is declared for the whole type. */
  List<ColumnMapping> complete(
      List<List<String>> wrappers, List<String> nullTexts, boolean hasItems) {
    return mappings.stream()
        .map(mapping -> complete(mapping, wrappers, nullTexts, hasItems))
        .toList();
  }

  private static ColumnMapping complete(
      ColumnMapping declared,
      List<List<String>> wrappers,
      List<String> nullTexts,
      boolean hasItems) {
    boolean silent = declared.sources().isEmpty() && declared.derivation() == null;
    ColumnMapping mapping = silent ? declared.fromItsName() : declared;
    List<JsonSource> sources = new ArrayList<>();
    mapping.sources().forEach(source -> sources.add(hasItems ? source : source.withoutItems()));
    List<JsonSource> own = List.copyOf(sources);
    for (List<String> wrapper : wrappers) {
      own.stream()
          // fields of items are nowhere else
          .filter(source -> hasItems ? source.isAnchored() : !source.isElement())
          .forEach(source -> sources.add(source.under(wrapper, FieldPath.written(wrapper))));
    }
    List<String> nulls = new ArrayList<>(mapping.reading().nullTexts());
    nullTexts.stream().filter(text -> !nulls.contains(text)).forEach(nulls::add);
    return mapping.from(sources).read(reading -> reading.withNulls(nulls));
  }
}
