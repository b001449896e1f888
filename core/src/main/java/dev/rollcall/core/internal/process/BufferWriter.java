package dev.rollcall.core.internal.process;

import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sealed buffers of one partition durable, one after the other, in this order each: rows,
 * aggregates, dead letters. The aggregates are merged by {@link AggregateMerges}, between {@link
 * #begin} and {@link #end}. Not threadsafe.
 *
 * <p>Two at a time would lose records. A document that holds the later buffer says that it holds
 * all offsets up to there, so the rows of the earlier one would count as merged. And the later
 * offset, once committed, hides that the earlier buffer was not durable.
 */
final class BufferWriter {

  private final SourcePartition partition;
  private final List<BranchWriter> branches = new ArrayList<>();
  private final @Nullable DeadLetters deadLetters;
  private final String deadLetterTarget;
  private final StoreCalls calls;
  private final ErrorTally errors;

  /** Where the last durable buffer ended, and the next one must begin. */
  private long durable = -1;

  BufferWriter(
      CompiledPipeline pipeline,
      PipelinePorts ports,
      SourcePartition partition,
      ErrorTally errors) {
    this.partition = partition;
    this.errors = errors;
    this.calls = new StoreCalls(pipeline.retryPolicy());
    Iterator<RowSink> sinks = ports.sinks().iterator();
    for (CompiledBranch branch : pipeline.branches()) {
      List<RowSink> own = branch.outputs().stream().map(output -> sinks.next()).toList();
      branches.add(new BranchWriter(branch, own, calls));
    }
    this.deadLetters = ports.deadLetters();
    this.deadLetterTarget = pipeline.deadLetterTarget().map(DeadLetterTarget::name).orElse("");
  }

  /**
   * Writes the rows of a buffer; its aggregates are to be merged then.
   *
   * @throws IllegalStateException if it does not begin where the last durable one ended
   */
  Flush begin(SealedBuffer buffer) {
    if (buffer.from() != durable) {
      throw new IllegalStateException(
          "%s: flushes out of order: got a buffer from offset %d on, expected one from %d; one flush at a time"
              .formatted(partition, buffer.from(), durable));
    }
    long began = System.nanoTime();
    List<BranchWriter.Unwritten> unwritten = writeRows(buffer);
    removeParts(buffer);
    errors.check(buffer.seen(), unwritten.stream().anyMatch(each -> !each.rejected().isEmpty()));
    return new Flush(buffer, began, unwritten, calls);
  }

  /** Writes the letters, once the aggregates are merged: the buffer is durable then. */
  FlushResult end(Flush flush) {
    SealedBuffer buffer = flush.buffer();
    List<DeadLetter> letters = letters(buffer, flush.unwritten());
    write(letters);
    long highestSeen =
        buffer.branches().stream()
            .flatMap(branch -> branch.contributions().stream())
            .mapToLong(Contribution::highestSeen)
            .max()
            .orElse(-1);
    RunReport report = report(flush).requireBalanced();
    durable = buffer.next();
    return new FlushResult(
        partition,
        buffer.next(),
        highestSeen,
        report,
        Duration.ofNanos(System.nanoTime() - flush.beganNanos()),
        calls.takeTimes(),
        letters.stream().map(DeadLetter::withoutPayload).toList());
  }

  private List<BranchWriter.Unwritten> writeRows(SealedBuffer buffer) {
    List<BranchWriter.Unwritten> unwritten = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      BranchWriter.Unwritten left = branches.get(i).write(buffer.branches().get(i));
      if (!left.rejected().isEmpty()) {
        DeadLetter last = left.letters().get(left.letters().size() - 1);
        errors.rejected(left.rejected().size(), last.reason());
      }
      unwritten.add(left);
    }
    return unwritten;
  }

  private void removeParts(SealedBuffer buffer) {
    for (BranchWriter part : branches) {
      part.branch().partOf().ifPresent(whole -> removeParts(part, whole, buffer));
    }
  }

  private void removeParts(BranchWriter part, String whole, SealedBuffer buffer) {
    for (int i = 0; i < branches.size(); i++) {
      if (branches.get(i).branch().name().equals(whole)) {
        part.removeParts(buffer.branches().get(i).wholes());
      }
    }
  }

  private static List<DeadLetter> letters(
      SealedBuffer buffer, List<BranchWriter.Unwritten> unwritten) {
    List<DeadLetter> letters = new ArrayList<>(buffer.noBranch().letters());
    for (int i = 0; i < unwritten.size(); i++) {
      letters.addAll(buffer.branches().get(i).letters());
      letters.addAll(unwritten.get(i).letters());
    }
    return letters;
  }

  private void write(List<DeadLetter> letters) {
    DeadLetters target = deadLetters;
    if (target != null && !letters.isEmpty()) {
      calls.retrying(
          deadLetterTarget,
          () -> {
            target.write(letters);
            return true;
          });
    }
  }

  private RunReport report(Flush flush) {
    SealedBuffer buffer = flush.buffer();
    Map<String, RunReport> reports = new LinkedHashMap<>();
    for (int i = 0; i < branches.size(); i++) {
      BranchWriter branch = branches.get(i);
      reports.put(
          branch.branch().name(),
          branch.report(buffer.branches().get(i), flush.unwritten().get(i)));
    }
    RunReport unknown = report(buffer.noBranch());
    RunReport only = reports.get("");
    return only == null ? unknown.with(reports) : unknown.plus(only);
  }

  private static RunReport report(SealedBuffer.NoBranch none) {
    Map<String, Long> reasons = new TreeMap<>();
    none.letters().forEach(letter -> reasons.merge(letter.reasonClass(), 1L, Long::sum));
    return new RunReport(
        none.read(), 0, none.filtered(), none.letters().size(), 0, Map.of(), reasons);
  }
}
