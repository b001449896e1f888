package dev.rollcall.core.flatten;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says which columns nothing filled, and which names stood there instead. */
final class UnfilledColumns {

  /** At most so many names of one object. */
  private static final int MOST = 8;

  /** A name that only one object in so many has is no field but a key of a map. */
  private static final int RARE = 5;

  /** So many letters in common say something. */
  private static final int LETTERS = 4;

  /** Words that say nothing of what a field is about. */
  private static final Set<String> COMMON =
      Set.of("name", "date", "time", "code", "type", "value", "number", "text", "data", "user");

  /** How a field is called: not an address, a date, a number or an id. */
  private static final Pattern FIELD =
      Pattern.compile("[\\p{L}_$@#][\\p{L}\\p{M}\\p{N} _$./:#-]{0,39}");

  private static final Pattern DIGITS = Pattern.compile(".*\\p{N}.*\\p{N}.*\\p{N}.*\\p{N}.*");

  private final Coverage coverage;

  /** Names that may be told, by the path of their object. */
  private final Map<String, List<String>> names = new LinkedHashMap<>();

  UnfilledColumns(Coverage coverage) {
    this.coverage = coverage;
    coverage
        .unknown()
        .forEach(
            (path, seen) -> {
              boolean telling =
                  path.isEmpty() || Stream.of(path.split("\\.")).allMatch(this::isField);
              List<String> fields =
                  seen.counts().entrySet().stream()
                      .filter(each -> telling && isField(each.getKey()))
                      .filter(each -> each.getValue() * RARE >= seen.objects())
                      .map(Map.Entry::getKey)
                      .toList();
              if (!fields.isEmpty()) {
                names.put(path, fields);
              }
            });
  }

  private boolean isField(String name) {
    return FIELD.matcher(name).matches() && !DIGITS.matcher(name).matches();
  }

  List<String> sentences() {
    if (coverage.elements() == 0) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Coverage.ColumnCoverage column : coverage.columns()) {
      if (isUnfilled(column)) {
        List<String> paths = paths(column);
        List<String> instead = instead(column.column(), paths);
        String where = String.join(", ", paths);
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
    }
    if (!others.isEmpty()) {
      sentences.add(String.join(", ", others) + (others.size() == 1 ? ": never occurred" : ""));
    }
    return sentences;
  }

  /** Fields that no column takes, at most {@value #MOST} of an object. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    names.forEach(
        (object, fields) ->
            fields.stream()
                .limit(MOST)
                .forEach(field -> unused.add(object.isEmpty() ? field : object + "." + field)));
    return unused;
  }

  /** A derivation that had no element to derive from is not to blame. */
  private boolean isUnfilled(Coverage.ColumnCoverage column) {
    return column.filled() == 0
        && !column.sources().isEmpty()
        && !(column.hasDerivation() && coverage.refused() == coverage.elements());
  }

  /** As declared, without those that stand for the same below a wrapper. */
  private static List<String> paths(Coverage.ColumnCoverage column) {
    List<String> paths = new ArrayList<>();
    for (Coverage.SourceCoverage source : column.sources()) {
      if (paths.stream().noneMatch(path -> source.path().endsWith("." + path))) {
        paths.add(source.path());
      }
    }
    return paths;
  }

  /** Fields of the very objects that the paths go through, and those of a like name elsewhere. */
  private List<String> instead(String column, List<String> paths) {
    List<String> wanted = new ArrayList<>(List.of(column));
    List<String> parents = new ArrayList<>();
    for (String path : paths) {
      int dot = path.lastIndexOf('.');
      wanted.add(path.substring(dot + 1));
      if (dot > 0) {
        parents.add(path.substring(0, dot));
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    names.forEach(
        (object, fields) -> {
          for (String field : fields) {
            int likeness = wanted.stream().mapToInt(name -> likeness(name, field)).max().orElse(0);
            if (likeness > 0 || parents.contains(object)) {
              candidates.add(
                  new Candidate(object.isEmpty() ? field : object + "." + field, likeness));
            }
          }
        });
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::likeness).reversed())
        .limit(MOST)
        .map(Candidate::path)
        .toList();
  }

  private record Candidate(String path, int likeness) {}

  /** Letters in common, one after the other: half of the longer name, or a word that says much. */
  private static int likeness(String wanted, String seen) {
    String one = letters(wanted);
    String other = letters(seen);
    int longest = 0;
    for (int i = 0; i < one.length(); i++) {
      for (int j = 0; j < other.length(); j++) {
        int length = 0;
        while (i + length < one.length()
            && j + length < other.length()
            && one.charAt(i + length) == other.charAt(j + length)) {
          length++;
        }
        longest = Math.max(longest, length);
      }
    }
    if (longest >= LETTERS && longest * 2 >= Math.max(one.length(), other.length())) {
      return longest;
    }
    List<String> words = words(seen);
    return words(wanted).stream().filter(words::contains).mapToInt(String::length).max().orElse(0);
  }

  /** The words of a name that many names do not have. */
  private static List<String> words(String name) {
    return Stream.of(name.split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= LETTERS && !COMMON.contains(word))
        .toList();
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .mapToObj(Character::toString)
        .collect(joining());
  }
}
