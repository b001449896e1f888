package dev.rollcall.core.internal.process;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.internal.pipeline.BoundSteps;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.FlushBounds;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of one source partition, in offset order, through a pipeline. This is where
 * exactly-once effect is made, for every engine. Not threadsafe: one thread at a time.
 *
 * <p>An engine calls {@link #process} for each record and {@link #flush} when {@link #shouldFlush}
 * says so, when its batch ends, and before the partition goes to another worker. Only when {@code
 * flush} has returned may it commit the offset that it returns. A flush makes durable, in this
 * order: rows, aggregates, dead letters. A crash at any point is a replay, and a replay changes
 * nothing: rows are upserts in which the newer wins, documents know which offsets they hold,
 * letters have ids.
 *
 * <p>When {@code process} or {@code flush} throws, the processor is spent: drop it and begin again
 * from the committed offset with a new one.
 */
public final class PartitionProcessor {

  private final CompiledPipeline pipeline;
  private final SourcePartition partition;
  private final Flattener flattener;
  private final BoundSteps steps;
  private final List<RowWriter> writers = new ArrayList<>();
  private final List<AggregateMerger> mergers = new ArrayList<>();
  private final List<String> aggregationNames;
  private final @Nullable DeadLetters deadLetters;
  private final String deadLetterTarget;
  private final StoreCalls calls;

  private final List<BufferedRow> pending = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private long pendingBytes;
  private long read;
  private long filtered;
  private long refused;
  private long totalRead;
  private long totalRefused;
  private String lastReason = "";
  private long nextOffset = -1;

  /** For the records of {@code partition}, with open ports that outlive the processor. */
  public PartitionProcessor(
      CompiledPipeline pipeline, PipelinePorts ports, SourcePartition partition) {
    this(pipeline, ports, partition, MergeWaits.DEFAULT);
  }

  /** With other waits between the attempts at a document. */
  public PartitionProcessor(
      CompiledPipeline pipeline, PipelinePorts ports, SourcePartition partition, MergeWaits waits) {
    this.pipeline = pipeline;
    this.partition = partition;
    this.flattener = Flattener.of(pipeline.recordType());
    this.steps = pipeline.steps();
    this.calls = new StoreCalls(pipeline.retryPolicy());
    for (int i = 0; i < ports.sinks().size(); i++) {
      writers.add(new RowWriter(pipeline.outputs().get(i), ports.sinks().get(i), calls));
    }
    AggregateStore store = ports.aggregates();
    for (int i = 0; store != null && i < pipeline.aggregations().size(); i++) {
      mergers.add(
          new AggregateMerger(
              pipeline, pipeline.aggregations().get(i), store, calls, partition, waits));
    }
    this.aggregationNames =
        pipeline.aggregations().stream().map(CompiledPipeline.BoundAggregation::name).toList();
    this.deadLetters = ports.deadLetters();
    this.deadLetterTarget = pipeline.deadLetterTarget().map(DeadLetterTarget::name).orElse("");
  }

  /** The partition it works on. */
  public SourcePartition partition() {
    return partition;
  }

  /** True if as much is waiting as the pipeline's {@link FlushBounds} allow. */
  public boolean shouldFlush() {
    FlushBounds bounds = pipeline.flushBounds();
    return pending.size() + letters.size() >= bounds.elements() || pendingBytes >= bounds.bytes();
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
    byte[] value = record.value();
    if (value == null) {
      read++;
      totalRead++;
      filtered++;
      return;
    }
    List<Element> elements = flattener.flatten(value, record.time());
    read += elements.size();
    totalRead += elements.size();
    pendingBytes += record.size();
    LetterOrigin origin = new LetterOrigin(record, flattener);
    for (Element element : elements) {
      if (element instanceof Element.Accepted accepted) {
        transform(origin, accepted);
      } else if (element instanceof Element.Malformed malformed) {
        refuse(origin, malformed, DeadLetter.Stage.DECODE);
      } else if (element instanceof Element.Unmappable unmappable) {
        refuse(origin, unmappable, DeadLetter.Stage.MAP);
      }
    }
  }

  private void transform(LetterOrigin origin, Element.Accepted element) {
    Row row;
    try {
      row = steps.apply(element.row(), origin.record().time());
    } catch (BoundSteps.Failure e) {
      refuse(
          origin,
          new Element.Unmappable(element.ordinal(), e.reasonClass, e.reason(), e.formerlyTaken),
          DeadLetter.Stage.TRANSFORM);
      return;
    }
    if (row == null) {
      filtered++;
      return;
    }
    pending.add(new BufferedRow(origin, element.ordinal(), row));
  }

  private void refuse(LetterOrigin origin, Element.Refused element, DeadLetter.Stage stage) {
    DeadLetter letter = origin.letter(element, stage);
    letters.add(letter);
    refused++;
    totalRefused++;
    lastReason = letter.reason();
    pipeline.errorPolicy().check(totalRead, totalRefused, lastReason);
  }

  /**
   * Makes everything processed so far durable and returns what became of it since the last flush;
   * {@link FlushResult#nextOffset} may be committed then.
   *
   * @throws dev.rollcall.core.error.TransientException if a store stays away beyond all retries
   * @throws FatalException if the run cannot go on
   */
  public FlushResult flush() {
    long began = System.nanoTime();
    Set<BufferedRow> sinkRejected = new HashSet<>();
    for (RowWriter writer : writers) {
      Map<BufferedRow, DeadLetter> refusals = writer.write(pending);
      sinkRejected.addAll(refusals.keySet());
      letters.addAll(refusals.values());
    }
    totalRefused += sinkRejected.size();
    if (!sinkRejected.isEmpty()) {
      lastReason = letters.get(letters.size() - 1).reason();
    }
    // also without new ones: the share is looked at once enough elements are read
    pipeline.errorPolicy().check(totalRead, totalRefused, lastReason);
    Map<String, RunReport.Applied> applied = new TreeMap<>();
    for (int i = 0; i < mergers.size(); i++) {
      applied.put(aggregationNames.get(i), mergers.get(i).merge(pending));
    }
    Map<String, Long> reasons = new TreeMap<>();
    letters.forEach(letter -> reasons.merge(letter.reasonClass(), 1L, Long::sum));
    if (deadLetters != null && !letters.isEmpty()) {
      DeadLetters target = deadLetters;
      calls.retrying(
          deadLetterTarget,
          () -> {
            target.write(List.copyOf(letters));
            return true;
          });
    }
    RunReport report =
        new RunReport(
            read,
            pending.size() - sinkRejected.size(),
            filtered,
            refused + sinkRejected.size(),
            sinkRejected.size(),
            applied,
            reasons,
            flattener.takeCoverage());
    List<DeadLetter> written = letters.stream().map(DeadLetter::withoutPayload).toList();
    pending.clear();
    letters.clear();
    pendingBytes = 0;
    read = 0;
    filtered = 0;
    refused = 0;
    return new FlushResult(
        partition,
        nextOffset,
        mergers.stream().mapToLong(AggregateMerger::highestSeen).max().orElse(-1),
        report.requireBalanced(),
        Duration.ofNanos(System.nanoTime() - began),
        calls.takeTimes(),
        written);
  }
}
