package dev.rollcall.core.flatten;

import dev.rollcall.core.internal.decode.CoverageCounter;
import dev.rollcall.core.internal.decode.UnfilledColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each source of each column gave a value, and which fields nothing was wanted of: what
 * shows a misspelt path, or another API, in the first second. Counts and names of fields only,
 * never values. Immutable; those of parts of a run add up with {@link #plus}.
 *
 * @param elements objects, or items, that were mapped, those refused included
 * @param refused those that became no row: of them it is counted what their sources held, and
 *     nothing of derivations
 * @param columns the columns in the type's order
 * @param made of each column declared as {@code counted}, how often each of its values occurred
 * @param seen the names of fields that no column takes; of the first {@value CoverageCounter#EXACT}
 *     elements of a run, then of one in {@value CoverageCounter#SAMPLE}; each part of a batch, and
 *     each range on Spark, counts by itself
 */
public record Coverage(
    long elements,
    long refused,
    List<ColumnCoverage> columns,
    SortedMap<String, Map<String, Long>> made,
    FieldNames seen)
    implements Serializable {

  /** Nothing yet. */
  public static final Coverage NONE =
      new Coverage(0, 0, List.of(), new TreeMap<>(), FieldNames.NONE);

  public Coverage {
    columns = List.copyOf(columns);
    made = Collections.unmodifiableSortedMap(new TreeMap<>(made));
  }

  /**
   * One column.
   *
   * @param column its name
   * @param hidden whether only derivations see it
   * @param sources its sources in the order declared
   * @param hasDerivation whether it has a derivation
   * @param derived how often that gave the value
   * @param misfits how often a value became a null because it does not fit ({@code elseNull})
   */
  public record ColumnCoverage(
      String column,
      boolean hidden,
      List<SourceCoverage> sources,
      boolean hasDerivation,
      long derived,
      long misfits)
      implements Serializable {
    public ColumnCoverage {
      sources = List.copyOf(sources);
    }

    /** How often it had a value. */
    public long filled() {
      return derived + sources.stream().mapToLong(SourceCoverage::gave).sum();
    }

    private ColumnCoverage plus(ColumnCoverage other) {
      List<SourceCoverage> sums = new ArrayList<>();
      for (int i = 0; i < sources.size(); i++) {
        sums.add(sources.get(i).plus(other.sources.get(i)));
      }
      return new ColumnCoverage(
          column, hidden, sums, hasDerivation, derived + other.derived, misfits + other.misfits);
    }
  }

  /**
   * One source of a column.
   *
   * @param path as declared
   * @param names its paths as names of fields; none for the whole element
   * @param gave how often the column's value was taken from it
   * @param empty how often it was there without one: null, or a text that means null
   */
  public record SourceCoverage(String path, List<List<String>> names, long gave, long empty)
      implements Serializable {
    private SourceCoverage plus(SourceCoverage other) {
      return new SourceCoverage(path, names, gave + other.gave, empty + other.empty);
    }
  }

  /** Both together; of the same record type. */
  public Coverage plus(Coverage other) {
    if (columns.isEmpty() || other.columns.isEmpty()) {
      return columns.isEmpty() ? other : this;
    }
    List<ColumnCoverage> sums = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      sums.add(columns.get(i).plus(other.columns.get(i)));
    }
    SortedMap<String, Map<String, Long>> madeOfBoth = new TreeMap<>(made);
    other.made.forEach(
        (column, counts) ->
            madeOfBoth.merge(
                column,
                counts,
                (one, two) -> {
                  Map<String, Long> all = new LinkedHashMap<>(one);
                  two.forEach((value, count) -> all.merge(value, count, Long::sum));
                  return all;
                }));
    return new Coverage(
        elements + other.elements,
        refused + other.refused,
        sums,
        madeOfBoth,
        seen.plus(other.seen));
  }

  /**
   * What no element filled: a sentence for each column for which there is something to say, such as
   * {@code postcode: location.postcode never occurred; seen: address.zipcode}, and one for the
   * others together; none if there was no element.
   */
  public List<String> unfilled() {
    return new UnfilledColumns(this).sentences();
  }

  /**
   * What people should see at the end of a run, a line each: {@link #unfilled}, and then the fields
   * that no column takes, at most eight of an object; {@link #statements}.
   */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    unfilled().forEach(column -> remarks.add("never filled: " + column));
    List<String> unused = remarks.isEmpty() ? List.of() : new UnfilledColumns(this).unused();
    if (!unused.isEmpty()) {
      remarks.add("not used: " + String.join(", ", unused));
    }
    remarks.addAll(statements());
    return remarks;
  }

  /**
   * What was said of the elements by columns declared as {@code counted}, and how many values
   * became a null because they do not fit, a sentence each.
   */
  public List<String> statements() {
    List<String> sentences = new ArrayList<>();
    made.forEach(
        (column, counts) ->
            counts.forEach(
                (value, count) -> {
                  if (count > 0) {
                    sentences.add(String.format(Locale.ROOT, "%s: %,d %s", column, count, value));
                  }
                }));
    columns.stream()
        .filter(column -> column.misfits > 0)
        .map(
            column ->
                String.format(
                    Locale.ROOT,
                    "%s: %,d %s",
                    column.column,
                    column.misfits,
                    column.misfits == 1
                        ? "value did not fit and became null"
                        : "values did not fit and became null"))
        .forEach(sentences::add);
    return sentences;
  }

  /**
   * Names of the fields of an object that no column takes, with how often each was there. Of names
   * that vary (the keys of a map, which may be people's) none are kept. Immutable.
   *
   * @param known whether paths of columns go through the object
   * @param objects how many such objects were looked at
   * @param unknown fields that hold a value or an array
   * @param below what is known of the objects in it
   * @param vary whether its unknown names vary
   */
  public record FieldNames(
      boolean known,
      long objects,
      Map<String, Long> unknown,
      Map<String, FieldNames> below,
      boolean vary)
      implements Serializable {

    /** An object with more unknown names than this is a map. */
    public static final int MANY = 48;

    /** Of no object. */
    static final FieldNames NONE = new FieldNames(true, 0, Map.of(), Map.of(), false);

    public FieldNames {
      unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
      below = Collections.unmodifiableMap(new LinkedHashMap<>(below));
    }

    public static FieldNames of(
        boolean known, long objects, Map<String, Long> unknown, Map<String, FieldNames> below) {
      long names = unknown.size() + below.values().stream().filter(each -> !each.known).count();
      return names > MANY
          ? varying(known, objects, below)
          : new FieldNames(known, objects, unknown, below, false);
    }

    private static FieldNames varying(boolean known, long objects, Map<String, FieldNames> below) {
      Map<String, FieldNames> wanted = new LinkedHashMap<>(below);
      wanted.values().removeIf(each -> !each.known);
      return new FieldNames(known, objects, Map.of(), wanted, true);
    }

    FieldNames plus(FieldNames other) {
      Map<String, Long> names = new LinkedHashMap<>(unknown);
      other.unknown.forEach((name, count) -> names.merge(name, count, Long::sum));
      Map<String, FieldNames> all = new LinkedHashMap<>(below);
      other.below.forEach((name, each) -> all.merge(name, each, FieldNames::plus));
      return vary || other.vary
          ? varying(known, objects + other.objects, all)
          : of(known, objects + other.objects, names, all);
    }
  }
}
