package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.pipeline.Route;
import dev.rollcall.core.internal.pipeline.RowOutcome;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hands each record of a partition to the branches that take it, and keeps account of what none
 * takes: records of unknown kinds, and those of which no branch can tell what they are. Not
 * threadsafe.
 */
final class RecordRouter {

  private final List<BranchProcessor> branches;
  private final boolean unknownFiltered;
  private final ErrorTally errors;

  /** What is said of records of unknown kinds; names places and what is declared, no value. */
  private final String expected;

  /** How many branches left an element of the current record to others, by its ordinal. */
  private final Map<Integer, Integer> leftBy = new TreeMap<>();

  private final List<DeadLetter> letters = new ArrayList<>();
  private long read;
  private long filtered;

  RecordRouter(List<BranchProcessor> branches, boolean unknownFiltered, ErrorTally errors) {
    this.branches = branches;
    this.unknownFiltered = unknownFiltered;
    this.errors = errors;
    this.expected =
        branches.stream()
            .map(each -> each.branch().name() + ": " + each.branch().route().describe())
            .collect(
                Collectors.joining(
                    "; ",
                    "no branch takes it, expected one of: ",
                    "; declare a branch for this kind, or unknownFiltered()"));
  }

  /** Takes a record; returns whether something of it waits for the flush. */
  boolean take(SourceRecord record) {
    OnlyElement only = OnlyElement.of(record.headers());
    List<BranchProcessor> taking = taking(record, only);
    if (taking.isEmpty()) {
      return unknown(record, 0, DeadLetter.Stage.DECODE, branches.get(0));
    }
    int taken = 0;
    leftBy.clear();
    for (BranchProcessor each : taking) {
      List<Element> elements = each.elements(record);
      if (isMalformed(elements)) {
        // as it would be in every branch
        read(1);
        return refuse(record, each, 0, each.refusal(elements.get(0)));
      }
      taken += each.take(record, elements, only, errors);
      // of a record that is sent again for one element, the others are none of its business
      if (only == null && each.branch().route().looksAtFields()) {
        elements.stream()
            .filter(Element.Elsewhere.class::isInstance)
            .forEach(element -> leftBy.merge(element.parent(), 1, Integer::sum));
      }
    }
    leftBy.values().removeIf(branchesThatLeft -> branchesThatLeft < taking.size());
    boolean waits = taken > 0;
    for (int element : leftBy.keySet()) {
      waits |= unknown(record, element, DeadLetter.Stage.MAP, taking.get(0));
    }
    if (taken == 0 && leftBy.isEmpty()) {
      read(1);
      if (only != null) {
        return refuse(record, taking.get(0), only.ordinal(), noSuchElement());
      }
      // a message without a value that deletes nothing, an order without lines
      filtered++;
    }
    return waits;
  }

  private boolean isMalformed(List<Element> elements) {
    return branches.size() > 1
        && !elements.isEmpty()
        && elements.get(0) instanceof Element.Malformed;
  }

  private List<BranchProcessor> taking(SourceRecord record, @Nullable OnlyElement only) {
    if (only == null
        && branches.size() == 1
        && branches.get(0).branch().route().equals(Route.ALL)) {
      return branches;
    }
    return branches.stream()
        .filter(
            each ->
                only == null
                    ? each.branch().route().takes(record)
                    : each.branch().name().equals(only.branch()))
        .toList();
  }

  private boolean unknown(
      SourceRecord record, int ordinal, DeadLetter.Stage stage, BranchProcessor reader) {
    read(1);
    if (unknownFiltered) {
      filtered++;
      return false;
    }
    return refuse(
        record, reader, ordinal, new RowOutcome.Refused(stage, "unknown-kind", expected, false));
  }

  private static RowOutcome.Refused noSuchElement() {
    return new RowOutcome.Refused(
        DeadLetter.Stage.MAP,
        "no-such-element",
        "got a record that has no such element any more, sent again for it; is the branch of another record type now?",
        false);
  }

  private boolean refuse(
      SourceRecord record, BranchProcessor reader, int ordinal, RowOutcome.Refused refusal) {
    DeadLetter letter = new LetterOrigin(record, "", reader.flattener()).letter(ordinal, refusal);
    letters.add(letter);
    errors.refused(letter);
    return true;
  }

  private void read(int elements) {
    read += elements;
    errors.read(elements);
  }

  /** The letters that wait. */
  List<DeadLetter> letters() {
    return letters;
  }

  /** The accounts since the last flush, all of which is durable; begins anew. */
  RunReport settle() {
    Map<String, Long> reasons = new TreeMap<>();
    letters.forEach(letter -> reasons.merge(letter.reasonClass(), 1L, Long::sum));
    RunReport report = new RunReport(read, 0, filtered, letters.size(), 0, Map.of(), reasons);
    letters.clear();
    read = 0;
    filtered = 0;
    return report;
  }
}
