package dev.rollcall.core.internal.process;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.FlushBounds;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of one source partition, in offset order, through a pipeline. Every engine gets
 * its exactly-once effect from this class. Not threadsafe: one thread at a time.
 *
 * <p>An engine calls {@link #process} for each record, and {@link #flush} when {@link #shouldFlush}
 * is true, when its batch ends, and before the partition moves to another worker. It may commit the
 * offset of a flush only after {@code flush} has returned it. A flush makes durable, in this order:
 * rows, aggregates, dead letters. A crash at any point leads to a replay, and a replay changes
 * nothing: rows are upserts in which the newer wins, documents record the offsets they hold,
 * letters have ids.
 *
 * <p>After {@code process} or {@code flush} has thrown, discard the processor and start from the
 * committed offset with a new one.
 */
public final class PartitionProcessor {

  private final CompiledPipeline pipeline;
  private final SourcePartition partition;
  private final List<BranchProcessor> branches = new ArrayList<>();
  private final RecordRouter router;
  private final @Nullable DeadLetters deadLetters;
  private final String deadLetterTarget;
  private final StoreCalls calls;
  private final ErrorTally errors;

  private long bufferedBytes;
  private long nextOffset = -1;

  /** Creates a processor of one partition; the ports stay open after it. */
  public PartitionProcessor(
      CompiledPipeline pipeline, PipelinePorts ports, SourcePartition partition) {
    this(pipeline, ports, partition, MergeWaits.DEFAULT);
  }

  /** As above, with other waits between attempts to merge a document. */
  public PartitionProcessor(
      CompiledPipeline pipeline, PipelinePorts ports, SourcePartition partition, MergeWaits waits) {
    this.pipeline = pipeline;
    this.partition = partition;
    this.calls = new StoreCalls(pipeline.retryPolicy());
    this.errors = new ErrorTally(pipeline.errorPolicy());
    Iterator<RowSink> sinks = ports.sinks().iterator();
    AggregateStore store = ports.aggregates();
    for (CompiledBranch branch : pipeline.branches()) {
      BranchProcessor processor =
          new BranchProcessor(
              branch, branch.outputs().stream().map(output -> sinks.next()).toList(), calls);
      if (store != null) {
        processor.count(pipeline, store, calls, partition, waits);
      }
      branches.add(processor);
    }
    this.router = new RecordRouter(pipeline, branches, errors);
    this.deadLetters = ports.deadLetters();
    this.deadLetterTarget = pipeline.deadLetterTarget().map(DeadLetterTarget::name).orElse("");
  }

  /** The partition whose records it takes. */
  public SourcePartition partition() {
    return partition;
  }

  /** True once the buffer has reached the pipeline's {@link FlushBounds}. */
  public boolean shouldFlush() {
    FlushBounds bounds = pipeline.flushBounds();
    int waiting = router.letters().size();
    for (BranchProcessor branch : branches) {
      waiting += branch.waiting();
    }
    return waiting >= bounds.elements() || bufferedBytes >= bounds.bytes();
  }

  /**
   * Takes the next record of the partition.
   *
   * @throws FatalException if offsets do not rise, or too many elements cannot be used
   * @throws ConfigurationException if a function asks for a column that does not exist
   */
  public void process(SourceRecord record) {
    if (!record.partition().equals(partition) || record.offset() < nextOffset) {
      throw new FatalException(
          "records out of order: got %s, expected partition %s from offset %d on; one partition's records must come in order, whole"
              .formatted(record.position(), partition, nextOffset));
    }
    nextOffset = record.offset() + 1;
    if (router.take(record)) {
      bufferedBytes += record.size();
    }
  }

  /**
   * Makes everything processed since the last flush durable. Its {@link FlushResult#nextOffset} may
   * be committed then.
   *
   * @throws dev.rollcall.core.error.TransientException if a store remains unavailable beyond all
   *     retries
   * @throws FatalException if the run cannot go on
   */
  public FlushResult flush() {
    long began = System.nanoTime();
    List<BranchProcessor.Unwritten> unwritten =
        branches.stream().map(branch -> branch.write(errors)).toList();
    removeParts();
    errors.check();
    List<Map<String, RunReport.Applied>> applied =
        branches.stream().map(BranchProcessor::merge).toList();
    List<DeadLetter> letters =
        Stream.concat(
                router.letters().stream(), branches.stream().flatMap(b -> b.letters().stream()))
            .toList();
    write(letters);
    long highestSeen = branches.stream().mapToLong(BranchProcessor::highestSeen).max().orElse(-1);
    RunReport report = report(unwritten, applied).requireBalanced();
    bufferedBytes = 0;
    return new FlushResult(
        partition,
        nextOffset,
        highestSeen,
        report,
        Duration.ofNanos(System.nanoTime() - began),
        calls.takeTimes(),
        letters.stream().map(DeadLetter::withoutPayload).toList());
  }

  private void removeParts() {
    for (BranchProcessor part : branches) {
      part.branch()
          .partOf()
          .ifPresent(
              whole ->
                  branches.stream()
                      .filter(each -> each.branch().name().equals(whole))
                      .forEach(each -> part.removeParts(each.wholes())));
    }
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

  private RunReport report(
      List<BranchProcessor.Unwritten> unwritten, List<Map<String, RunReport.Applied>> applied) {
    Map<String, RunReport> reports = new LinkedHashMap<>();
    for (int i = 0; i < branches.size(); i++) {
      BranchProcessor branch = branches.get(i);
      reports.put(branch.branch().name(), branch.settle(unwritten.get(i), applied.get(i)));
    }
    RunReport unknown = router.settle();
    RunReport only = reports.get("");
    return only == null ? unknown.with(reports) : unknown.plus(only);
  }
}
