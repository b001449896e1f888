package dev.rollcall.core.internal.decode;

import static java.util.stream.Collectors.joining;

import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.internal.mapping.PathStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reports the columns that never had a value, and similar fields that the records do have. */
public final class UnfilledColumns {

  /** Most names reported of one object. */
  private static final int MOST = 8;

  /** A name in fewer than one of so many objects is taken for a key of a map, not a field. */
  private static final int RARE = 5;

  /** What a field name looks like: not an address, a date, a number or an id. */
  private static final Pattern FIELD =
      Pattern.compile("[\\p{L}_$@#][\\p{L}\\p{M}\\p{N} _$./:#-]{0,39}");

  private static final Pattern DIGITS = Pattern.compile(".*\\p{N}.*\\p{N}.*\\p{N}.*\\p{N}.*");

  private final Coverage coverage;

  /** Names that may be reported, by the path of their object. */
  private final Map<List<String>, List<String>> names = new LinkedHashMap<>();

  public UnfilledColumns(Coverage coverage) {
    this.coverage = coverage;
    collect(List.of(), coverage.seen());
  }

  private void collect(List<String> path, Coverage.FieldNames object) {
    List<String> fields =
        object.unknown().entrySet().stream()
            .filter(each -> isField(each.getKey(), each.getValue(), object))
            .map(Map.Entry::getKey)
            .toList();
    if (!fields.isEmpty()) {
      names.put(path, fields);
    }
    object
        .below()
        .forEach(
            (name, below) -> {
              if (below.known() || isField(name, below.objects(), object)) {
                List<String> longer = new ArrayList<>(path);
                longer.add(name);
                collect(longer, below);
              }
            });
  }

  /** In a few undeclared objects, which may be maps, only a name that all have is a field. */
  private static boolean isField(String name, long times, Coverage.FieldNames object) {
    boolean isFew = object.objects() < RARE && !object.known();
    boolean isCommon = isFew ? times >= object.objects() : times * RARE >= object.objects();
    return isCommon && FIELD.matcher(name).matches() && !DIGITS.matcher(name).matches();
  }

  public List<String> sentences() {
    if (coverage.elements() == 0) {
      return List.of();
    }
    boolean derivedIsEmpty =
        coverage.columns().stream().anyMatch(each -> each.sources().isEmpty() && isUnfilled(each));
    List<String> sentences = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Coverage.ColumnCoverage column : coverage.columns()) {
      // a hidden column matters only if a derivation gave nothing
      if (isUnfilled(column) && (!column.hidden() || derivedIsEmpty)) {
        add(column, sentences, others);
      }
    }
    if (!others.isEmpty()) {
      sentences.add(String.join(", ", others) + (others.size() == 1 ? ": never had a value" : ""));
    }
    return sentences;
  }

  private void add(Coverage.ColumnCoverage column, List<String> sentences, List<String> others) {
    List<Coverage.SourceCoverage> sources = declared(column);
    String where =
        sources.isEmpty()
            ? "derived"
            : sources.stream().map(Coverage.SourceCoverage::path).collect(joining(", "));
    List<String> instead = instead(column.column(), sources);
    if (column.sources().stream().anyMatch(source -> source.empty() > 0)) {
      sentences.add("%s: %s never held a value".formatted(column.column(), where));
    } else if (!instead.isEmpty()) {
      sentences.add(
          "%s: %s never occurred; seen: %s"
              .formatted(column.column(), where, String.join(", ", instead)));
    } else {
      others.add(
          where.equals(column.column()) ? where : "%s (%s)".formatted(column.column(), where));
    }
  }

  /** Fields that no column reads, at most {@value #MOST} per object. */
  public List<String> unused() {
    List<String> unused = new ArrayList<>();
    names.forEach(
        (object, fields) ->
            fields.stream().limit(MOST).forEach(field -> unused.add(written(object, field))));
    return unused;
  }

  private static String written(List<String> object, String field) {
    List<String> path = new ArrayList<>(object);
    path.add(field);
    return PathStep.written(path);
  }

  /** A derivation that saw no element does not count as unfilled. */
  private boolean isUnfilled(Coverage.ColumnCoverage column) {
    return column.filled() == 0
        && column.misfits() == 0
        && !(column.hasDerivation() && coverage.refused() == coverage.elements());
  }

  /** The sources as declared, without their copies below a wrapper, which come last. */
  private static List<Coverage.SourceCoverage> declared(Coverage.ColumnCoverage column) {
    List<Coverage.SourceCoverage> sources = new ArrayList<>();
    for (Coverage.SourceCoverage source : column.sources()) {
      boolean isCopy =
          sources.stream()
              .anyMatch(
                  each ->
                      source.path().endsWith("." + unanchored(each.path()))
                          && source.names().stream().allMatch(path -> isBelow(path, each.names())));
      if (!isCopy) {
        sources.add(source);
      }
    }
    return sources;
  }

  private static String unanchored(String path) {
    return path.startsWith("$.") ? path.substring(2) : path;
  }

  private static boolean isBelow(List<String> path, List<List<String>> others) {
    return others.stream()
        .anyMatch(
            other ->
                path.size() > other.size()
                    && path.subList(path.size() - other.size(), path.size()).equals(other));
  }

  /** Unread fields of the objects that the paths go through, and similarly named ones elsewhere. */
  private List<String> instead(String column, List<Coverage.SourceCoverage> sources) {
    List<String> wanted = new ArrayList<>(List.of(column));
    List<List<String>> parents = new ArrayList<>();
    for (Coverage.SourceCoverage source : sources) {
      for (List<String> path : source.names()) {
        wanted.add(path.get(path.size() - 1));
        if (path.size() > 1) {
          parents.add(path.subList(0, path.size() - 1));
        }
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    names.forEach(
        (object, fields) -> {
          for (String field : fields) {
            int similarity =
                wanted.stream().mapToInt(name -> NameSimilarity.of(name, field)).max().orElse(0);
            if (similarity > 0 || parents.contains(PathStep.names(object))) {
              candidates.add(new Candidate(written(object, field), similarity));
            }
          }
        });
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::similarity).reversed())
        .limit(MOST)
        .map(Candidate::path)
        .toList();
  }

  private record Candidate(String path, int similarity) {}
}
