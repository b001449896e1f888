package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.Route;
import dev.rollcall.core.internal.pipeline.RowOutcome;
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

  private final CompiledPipeline pipeline;
  private final List<BranchProcessor> branches;
  private final ErrorTally errors;

  /** The only branch, if it takes every record; else null. */
  private final @Nullable BranchProcessor sole;

  /** What is said of records of unknown kinds; names places and what is declared, no value. */
  private final String expected;

  /** The elements of the current record that a branch left to others, by their value's place. */
  private final Map<Integer, Left> left = new TreeMap<>();

  private List<DeadLetter> letters = new ArrayList<>();
  private long read;
  private long filtered;

  /**
   * An element that branches left to others.
   *
   * @param first the first of them
   * @param ordinal the element's place there
   * @param times how many left it
   */
  private record Left(BranchProcessor first, int ordinal, int times) {
    Left again() {
      return new Left(first, ordinal, times + 1);
    }
  }

  RecordRouter(CompiledPipeline pipeline, List<BranchProcessor> branches, ErrorTally errors) {
    this.pipeline = pipeline;
    this.branches = branches;
    this.errors = errors;
    boolean isOne = branches.size() == 1 && branches.get(0).branch().route().equals(Route.ALL);
    this.sole = isOne ? branches.get(0) : null;
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
    OnlyElement again = OnlyElement.of(record.headers());
    if (again != null) {
      return again(record, again);
    }
    return sole == null
        ? first(record)
        : isAny(sole.take(record, sole.elements(record), null, errors));
  }

  /** Nothing is taken of a message without a value that deletes nothing, an order without lines. */
  private boolean isAny(int taken) {
    if (taken == 0) {
      read(1);
      filtered++;
    }
    return taken > 0;
  }

  private boolean first(SourceRecord record) {
    List<BranchProcessor> taking =
        branches.stream().filter(each -> each.branch().route().takes(record)).toList();
    if (taking.isEmpty()) {
      return unknown(record, 0, DeadLetter.Stage.DECODE, branches.get(0));
    }
    int taken = 0;
    left.clear();
    for (BranchProcessor each : taking) {
      List<Element> elements = each.elements(record);
      if (isNoElement(elements)) {
        // as it would be in every branch
        read(1);
        return refuse(each.refusal(elements.get(0)), 0, ofNoBranch(record, each));
      }
      taken += each.take(record, elements, null, errors);
      if (each.branch().route().looksAtFields()) {
        elements.stream()
            .filter(Element.Elsewhere.class::isInstance)
            .map(Element.Elsewhere.class::cast)
            .forEach(
                element ->
                    left.merge(
                        element.value(),
                        new Left(each, element.parent(), 1),
                        (one, other) -> one.again()));
      }
    }
    if (!left.isEmpty()) {
      left.values().removeIf(element -> element.times() < taking.size());
    }
    if (left.isEmpty()) {
      return isAny(taken);
    }
    boolean waits = taken > 0;
    for (Left element : left.values()) {
      waits |= unknown(record, element.ordinal(), DeadLetter.Stage.MAP, element.first());
    }
    return waits;
  }

  private boolean isNoElement(List<Element> elements) {
    return branches.size() > 1
        && !elements.isEmpty()
        && elements.get(0) instanceof Element.Refused refused
        && (refused instanceof Element.Malformed
            || refused.reasonClass().equals(Flattener.EMPTY_ARRAY));
  }

  /**
   * Takes one element of a record that is sent again whole. The letter of one that is not there any
   * more is as the one before: nobody else may take it, for others have counted their elements.
   */
  private boolean again(SourceRecord record, OnlyElement only) {
    if (!only.isOf(pipeline.name())) {
      // it was this pipeline's business when it came first
      read(1);
      filtered++;
      return false;
    }
    String missing = "branch";
    for (BranchProcessor each : branches) {
      if (each.branch().name().equals(only.branch())) {
        if (each.take(record, each.elements(record), only, errors) > 0) {
          return true;
        }
        missing = "element";
      }
    }
    read(1);
    return refuse(
        new RowOutcome.Refused(
            DeadLetter.Stage.MAP,
            "no-such-" + missing,
            "got a record that is sent again for element %d of branch '%s', expected such a %s; has the pipeline changed since? Name the branch as it was, or replay"
                .formatted(only.ordinal(), only.branch(), missing),
            false),
        only.ordinal(),
        new LetterOrigin(record, only.branch(), only.definition(), json -> List.of()));
  }

  private boolean unknown(
      SourceRecord record, int ordinal, DeadLetter.Stage stage, BranchProcessor reader) {
    read(1);
    if (pipeline.unknownFiltered()) {
      filtered++;
      return false;
    }
    return refuse(
        new RowOutcome.Refused(stage, "unknown-kind", expected, false),
        ordinal,
        ofNoBranch(record, reader));
  }

  /** Its places are those of elements, whatever a branch makes of their items. */
  private static LetterOrigin ofNoBranch(SourceRecord record, BranchProcessor reader) {
    return new LetterOrigin(record, "", "", reader.flattener()::locateElements);
  }

  private boolean refuse(RowOutcome.Refused refusal, int ordinal, LetterOrigin origin) {
    DeadLetter letter = origin.letter(ordinal, refusal);
    letters.add(letter);
    errors.refused(letter);
    return true;
  }

  private void read(int elements) {
    read += elements;
    errors.read(elements);
  }

  /** How many letters wait. */
  int waiting() {
    return letters.size();
  }

  /** Takes out what waits; begins anew. */
  SealedBuffer.NoBranch seal() {
    SealedBuffer.NoBranch sealed = new SealedBuffer.NoBranch(letters, read, filtered);
    letters = new ArrayList<>();
    read = 0;
    filtered = 0;
    return sealed;
  }
}
