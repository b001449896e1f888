package dev.rollcall.core.internal.decode;

import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts for a {@link Coverage} while elements are read. Not threadsafe. */
public final class CoverageCounter {

  /** For this many elements every field name is noted. */
  public static final int EXACT = 10_000;

  /** After that, those of one element in this many; a power of two. */
  static final int SAMPLE = 64;

  private final RecordDefinition type;
  private final long[][] gave;
  private final long[][] empty;
  private final long[] derived;
  private final long[] misfits;
  private final long[][] counted;
  private final SeenFields seen = new SeenFields();
  private long elements;
  private long refused;
  private long lastColumns;

  /** How many elements had the last columns of {@link #gaveFirst}, and are not counted yet. */
  private long times;

  private long before;

  public CoverageCounter(RecordDefinition type) {
    this.type = type;
    int columns = type.mappings().size();
    gave = new long[columns][];
    empty = new long[columns][];
    derived = new long[columns];
    misfits = new long[columns];
    counted = new long[columns][];
    clear();
  }

  private void clear() {
    for (int i = 0; i < derived.length; i++) {
      ColumnMapping mapping = type.mappings().get(i);
      gave[i] = new long[mapping.places().size()];
      empty[i] = new long[mapping.places().size()];
      counted[i] = new long[mapping.allowed().size()];
      derived[i] = 0;
      misfits[i] = 0;
    }
    before += elements;
    elements = 0;
    refused = 0;
  }

  /** Samples names as behind the first elements, whatever came before: the next object is one. */
  public void sampleOnly() {
    before = SAMPLE * (EXACT / SAMPLE + 1L) - elements;
  }

  /** Where to note the field names of the next object; null if it is not sampled. */
  SeenFields.@Nullable SeenObject next() {
    long number = before + elements;
    return number < EXACT || (number & SAMPLE - 1) == 0 ? seen.root() : null;
  }

  /** The same where an object may turn out to be none of the type: {@link #add} counts it. */
  SeenFields.@Nullable SeenObject apart() {
    return next() == null ? null : SeenFields.apart();
  }

  /** Counts the field names of an object that were noted apart. */
  void add(SeenFields.SeenObject apart) {
    seen.add(apart);
  }

  /** Counts an element. */
  public void element() {
    elements++;
  }

  /** Counts an element that became no row. */
  public void refused() {
    refused++;
  }

  public void gave(int column, int source) {
    gave[column][source]++;
  }

  /**
   * Counts the columns, as bits, that the first source of each gave. They are mostly those of the
   * element before, so it counts how often they are.
   */
  void gaveFirst(long columns) {
    if (columns != lastColumns) {
      spread();
      lastColumns = columns;
    }
    times++;
  }

  private void spread() {
    for (long left = lastColumns; left != 0; left &= left - 1) {
      gave[Long.numberOfTrailingZeros(left)][0] += times;
    }
    times = 0;
  }

  public void empty(int column, int source) {
    empty[column][source]++;
  }

  public void derived(int column) {
    derived[column]++;
  }

  /** Counts a value that became a null because it does not fit. */
  public void misfit(int column) {
    misfits[column]++;
  }

  public void counted(int column, int value) {
    counted[column][value]++;
  }

  private static List<List<String>> names(JsonSource source) {
    return source.paths().stream().map(PathStep::names).filter(names -> !names.isEmpty()).toList();
  }

  /** The counts since the last call. */
  public Coverage take() {
    if (elements == 0) {
      return Coverage.NONE;
    }
    spread();
    List<Coverage.ColumnCoverage> columns = new ArrayList<>();
    SortedMap<String, Map<String, Long>> made = new TreeMap<>();
    for (int i = 0; i < derived.length; i++) {
      ColumnMapping mapping = type.mappings().get(i);
      if (mapping.visibility() == ColumnMapping.Visibility.COUNTED) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (int value = 0; value < counted[i].length; value++) {
          values.put(mapping.allowed().get(value), counted[i][value]);
        }
        made.put(mapping.column().name(), values);
      }
      List<Coverage.SourceCoverage> sources = new ArrayList<>();
      for (int source = 0; source < gave[i].length; source++) {
        sources.add(
            new Coverage.SourceCoverage(
                mapping.places().get(source).text(),
                names(mapping.places().get(source)),
                gave[i][source],
                empty[i][source]));
      }
      if (mapping.visibility() != ColumnMapping.Visibility.COUNTED) {
        columns.add(
            new Coverage.ColumnCoverage(
                mapping.column().name(),
                mapping.hidden(),
                sources,
                mapping.derivation() != null,
                derived[i],
                misfits[i]));
      }
    }
    Coverage taken = new Coverage(elements, refused, columns, made, seen.take());
    clear();
    return taken;
  }
}
