package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.SourcePartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The details of an aggregation's entry in {@code rollcall_definitions}. A stored form, one line
 * each: {@code fingerprint …}, {@code groups …}, and of a rebuild {@code rebuild ID} and for each
 * source {@code begun 0 1 2 of SOURCE}, the partitions that it began at their first offset. Until
 * it has begun one, the entry that it replaced is kept: {@code before VERSION}, and its lines, each
 * behind {@code "| "}. Immutable and threadsafe.
 *
 * @param fingerprint of the definition
 * @param groups which documents there are: group columns and window
 * @param rebuild random, of the time that the rebuild was entered; empty if documents of lower
 *     versions are not replaced
 * @param begun the numbers of the partitions that a rebuild has begun, by source id
 * @param former what counts until then; null if nothing was entered
 */
public record AggregateDetails(
    String fingerprint,
    String groups,
    String rebuild,
    SortedMap<String, SortedSet<Integer>> begun,
    @Nullable Former former) {

  /** The version and the details of an entry that was replaced. */
  public record Former(int version, String details) {}

  private static final String BEFORE = "before ";
  private static final String QUOTED = "| ";

  private static final String FINGERPRINT = "fingerprint ";
  private static final String GROUPS = "groups ";
  private static final String REBUILD = "rebuild ";
  private static final String BEGUN = "begun ";
  private static final String OF = " of ";

  public AggregateDetails {
    SortedMap<String, SortedSet<Integer>> copy = new TreeMap<>();
    begun.forEach(
        (source, numbers) ->
            copy.put(source, Collections.unmodifiableSortedSet(new TreeSet<>(numbers))));
    begun = Collections.unmodifiableSortedMap(copy);
  }

  /** A definition that has begun no partition. */
  public static AggregateDetails of(AggregateOwner owner, Aggregation aggregation) {
    return new AggregateDetails(
        owner.fingerprint(), groups(aggregation), "", new TreeMap<>(), null);
  }

  /** With the id of a rebuild, and what counts until it has begun. */
  public AggregateDetails asRebuild(String id, @Nullable Former before) {
    return new AggregateDetails(fingerprint, groups, id, begun, before);
  }

  /** The same definition under the fingerprint that is written now. */
  public AggregateDetails as(String current) {
    return new AggregateDetails(current, groups, rebuild, begun, former);
  }

  /** Whether documents of lower versions are replaced. */
  public boolean isRebuild() {
    return !rebuild.isEmpty();
  }

  /** Whether this is a rebuild that has counted nothing yet. */
  public boolean isUnbegun() {
    return isRebuild() && begun.isEmpty();
  }

  private static String groups(Aggregation aggregation) {
    return String.join(", ", aggregation.groupBy())
        + aggregation
            .window()
            .map(
                window ->
                    "; window of %s by %s"
                        .formatted(
                            window.shape(),
                            window.column() == null ? "the record's time" : window.column()))
            .orElse("");
  }

  /** Whether a rebuild has begun this partition. */
  public boolean hasBegun(SourcePartition partition) {
    return begun
        .getOrDefault(partition.sourceId(), Collections.emptySortedSet())
        .contains(partition.partition());
  }

  /** With these partitions begun, too. */
  public AggregateDetails with(Collection<SourcePartition> partitions) {
    SortedMap<String, SortedSet<Integer>> more = new TreeMap<>();
    begun.forEach((source, numbers) -> more.put(source, new TreeSet<>(numbers)));
    partitions.forEach(
        each ->
            more.computeIfAbsent(each.sourceId(), any -> new TreeSet<>()).add(each.partition()));
    return new AggregateDetails(fingerprint, groups, rebuild, more, null);
  }

  /** The stored text. */
  public String text() {
    return FINGERPRINT
        + fingerprint
        + '\n'
        + GROUPS
        + groups
        + (isRebuild() ? '\n' + REBUILD + rebuild : "")
        + begun.entrySet().stream()
            .map(each -> '\n' + BEGUN + numbers(each) + OF + each.getKey())
            .collect(Collectors.joining())
        + (former == null ? "" : text(former));
  }

  private static String text(Former former) {
    return former
        .details()
        .lines()
        .map(line -> '\n' + QUOTED + line)
        .collect(Collectors.joining("", '\n' + BEFORE + former.version(), ""));
  }

  private static String numbers(Map.Entry<String, SortedSet<Integer>> begun) {
    return begun.getValue().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /**
   * Reads the stored text.
   *
   * @param where for the message: whose entry it is
   * @throws ConfigurationException if it is not of that form
   */
  public static AggregateDetails parse(String where, String text) {
    String fingerprint = "";
    String groups = "";
    String rebuild = "";
    SortedMap<String, SortedSet<Integer>> begun = new TreeMap<>();
    int formerVersion = 0;
    List<String> formerLines = new ArrayList<>();
    try {
      for (String line : text.lines().toList()) {
        if (line.startsWith(FINGERPRINT)) {
          fingerprint = line.substring(FINGERPRINT.length());
        } else if (line.startsWith(GROUPS)) {
          groups = line.substring(GROUPS.length());
        } else if (line.startsWith(REBUILD)) {
          rebuild = line.substring(REBUILD.length());
        } else if (line.startsWith(BEGUN)) {
          int of = line.indexOf(OF);
          SortedSet<Integer> numbers = new TreeSet<>();
          for (String number : line.substring(BEGUN.length(), of).split(" ")) {
            numbers.add(Integer.valueOf(number));
          }
          begun.put(line.substring(of + OF.length()), numbers);
        } else if (line.startsWith(BEFORE)) {
          formerVersion = Integer.parseInt(line.substring(BEFORE.length()));
        } else if (line.startsWith(QUOTED)) {
          formerLines.add(line.substring(QUOTED.length()));
        } else {
          throw new IllegalArgumentException(line);
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
      fingerprint = "";
    }
    if (fingerprint.isEmpty()) {
      throw new ConfigurationException(
          "%s: the details of its entry in rollcall_definitions are not as this Rollcall writes them: run a newer one if that wrote them, else correct or delete the entry"
              .formatted(where));
    }
    Former former =
        formerVersion == 0 ? null : new Former(formerVersion, String.join("\n", formerLines));
    return new AggregateDetails(fingerprint, groups, rebuild, begun, former);
  }
}
