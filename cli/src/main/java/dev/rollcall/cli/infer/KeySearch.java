package dev.rollcall.cli.infer;

import dev.rollcall.core.record.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the columns that identify a record: one that is never missing and never there twice, by
 * what its name promises, else a few together. Not threadsafe.
 */
final class KeySearch {

  /** Rows that are compared for a key of several columns. */
  private static final int ROWS = 20_000;

  private static final int CANDIDATES = 24;
  private static final int LONGEST_KEY = 6;
  private static final int LONGEST_TEXT = 200;

  private static final Set<String> NO_KEYS = Set.of("FLOAT64", "BOOLEAN", "JSON");

  private final TypeDraft type;
  private final List<ColumnDraft> candidates = new ArrayList<>();
  private final List<long[]> rows = new ArrayList<>();

  KeySearch(TypeDraft type) {
    this.type = type;
    type.columns().stream()
        .filter(column -> column.isNeverMissing())
        .filter(column -> !NO_KEYS.contains(column.guess().type()))
        .filter(column -> column.field().scalars.longest <= LONGEST_TEXT)
        .sorted(Comparator.comparing(column -> -KeyPromise.of(column)))
        .limit(CANDIDATES)
        .forEach(candidates::add);
  }

  /** A type whose key one column is; without a key, a first one to read the rows with. */
  TypeDraft oneColumn() {
    List<ColumnDraft> unique =
        candidates.stream().filter(column -> column.field().scalars.distinct.areAll()).toList();
    if (!unique.isEmpty()
        && (KeyPromise.of(unique.get(0)) >= KeyPromise.LIKELY || noneElsePromises())) {
      return type.withKey(List.of(unique.get(0).name()), why(unique.get(0)));
    }
    ColumnDraft nearly = nearlyAlways();
    if (nearly != null) {
      return type.withKey(
          List.of(nearly.name()),
          "without it %d of %d become dead letters"
              .formatted(type.records() - nearly.present(), type.records()));
    }
    return candidates.isEmpty()
        ? wholeRecord()
        : type.withKey(List.of(candidates.get(0).name()), "");
  }

  private boolean noneElsePromises() {
    return candidates.stream().noneMatch(column -> KeyPromise.of(column) >= KeyPromise.LIKELY);
  }

  private String why(ColumnDraft column) {
    if (type.records() == 1) {
      return "by its name; one record proves nothing";
    }
    String why = "unique in all " + type.records() + " records";
    return KeyPromise.of(column) < KeyPromise.LIKELY || column.isPersonal()
        ? why + "; is there nothing better?"
        : why;
  }

  /** An id that a few records lack, which are broken then. */
  private @Nullable ColumnDraft nearlyAlways() {
    return type.columns().stream()
        .filter(
            column ->
                !NO_KEYS.contains(column.guess().type())
                    && KeyPromise.of(column) >= KeyPromise.CERTAIN)
        .filter(column -> column.field().scalars.distinct.areAll())
        .filter(column -> 10 * column.present() >= 9 * type.records())
        .max(Comparator.comparing(KeyPromise::of))
        .orElse(null);
  }

  private TypeDraft wholeRecord() {
    List<ColumnDraft> columns = new ArrayList<>(type.columns());
    String name =
        Names.column(
            List.of("record"), new HashSet<>(columns.stream().map(ColumnDraft::name).toList()));
    columns.add(
        new ColumnDraft(
            name,
            List.of(),
            "$",
            type.shape().element(),
            Guess.of("JSON", "the whole record"),
            columns.stream().anyMatch(ColumnDraft::isPersonal) || type.shape().element().isMap(),
            type.records()));
    return new TypeDraft(
        type.name(),
        type.records(),
        List.of(name),
        "no column is in every record: the whole of it stands for a key until you name one",
        type.rowVersion(),
        type.shape(),
        type.items(),
        type.secrets(),
        columns);
  }

  /** Whether rows are needed: a key of one column was not found. */
  static boolean isOpen(TypeDraft withKey) {
    return withKey.keyComment().isEmpty();
  }

  void add(Row row) {
    if (rows.size() == ROWS) {
      return;
    }
    long[] hashes = new long[candidates.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = DistinctHashes.hash(String.valueOf(row.get(candidates.get(i).name())));
    }
    rows.add(hashes);
  }

  /** The fewest columns, found greedily, that tell as many rows apart as all of them do. */
  TypeDraft severalColumns() {
    int most = distinct(range(candidates.size()));
    // what is named as an id belongs to the key, whatever else tells rows apart
    List<Integer> chosen = new ArrayList<>();
    boolean hasId =
        KeyPromise.of(candidates.get(0)) >= KeyPromise.CALLED_SO && distinct(List.of(0)) > 1;
    if (hasId) {
      chosen.add(0);
    }
    int reached = hasId ? distinct(chosen) : Math.min(1, rows.size());
    while (reached < most && chosen.size() < LONGEST_KEY) {
      int best = -1;
      int bestReached = reached;
      for (int i = 0; i < candidates.size(); i++) {
        List<Integer> with = new ArrayList<>(chosen);
        with.add(i);
        int now = chosen.contains(i) ? 0 : distinct(with);
        if (now > bestReached) {
          bestReached = now;
          best = i;
        }
      }
      if (best < 0) {
        break;
      }
      chosen.add(best);
      reached = bestReached;
    }
    for (int i = chosen.size() - 1; i >= (hasId ? 1 : 0) && chosen.size() > 1; i--) {
      List<Integer> without = new ArrayList<>(chosen);
      without.remove(i);
      if (distinct(without) == reached) {
        chosen = without;
      }
    }
    if (chosen.isEmpty()) {
      chosen.add(0);
    }
    chosen.sort(Comparator.naturalOrder());
    List<String> key = chosen.stream().map(i -> candidates.get(i).name()).toList();
    return type.withKey(key, why(key.size(), reached));
  }

  private String why(int columns, int reached) {
    if (reached < rows.size()) {
      return "NOT unique: %d of %d records have another of this key, and newer rows replace older"
          .formatted(rows.size() - reached, rows.size());
    }
    return columns == 1
        ? "unique in all %d records; is there nothing better?".formatted(reached)
        : "no column is unique; together they tell %d records apart".formatted(reached);
  }

  private static List<Integer> range(int size) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(i);
    }
    return all;
  }

  private int distinct(List<Integer> columns) {
    long[] keys = new long[rows.size()];
    for (int i = 0; i < keys.length; i++) {
      long hash = 1;
      for (int column : columns) {
        hash = DistinctHashes.mixed(hash * 31 + rows.get(i)[column]);
      }
      keys[i] = hash;
    }
    Arrays.sort(keys);
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      count += i == 0 || keys[i] != keys[i - 1] ? 1 : 0;
    }
    return count;
  }
}
