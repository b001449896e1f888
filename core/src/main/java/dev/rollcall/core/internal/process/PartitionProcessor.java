package dev.rollcall.core.internal.process;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.FlushBounds;
import dev.rollcall.core.internal.pipeline.RowOutcome;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  private final Flattener flattener;
  private final List<RowWriter> writers = new ArrayList<>();
  private final List<AggregateMerger> mergers = new ArrayList<>();
  private final @Nullable DeadLetters deadLetters;
  private final String deadLetterTarget;
  private final StoreCalls calls;

  private final List<BufferedRow> buffered = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private long bufferedBytes;
  private long read;
  private long filtered;
  private long refused;
  private long totalRead;
  private long totalRefused;
  private String lastReason = "";
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
    this.flattener = Flattener.of(pipeline.recordType());
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
    return buffered.size() + letters.size() >= bounds.elements() || bufferedBytes >= bounds.bytes();
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
    List<Element> elements =
        value == null
            ? flattener.tombstone(record.key(), record.time()).stream().toList()
            : flattener.flatten(value, record.time());
    if (elements.isEmpty()) {
      read++;
      totalRead++;
      filtered++;
      return;
    }
    read += elements.size();
    totalRead += elements.size();
    bufferedBytes += record.size();
    LetterOrigin origin = new LetterOrigin(record, flattener);
    for (Element element : elements) {
      RowOutcome outcome = pipeline.transform(element, record.time());
      if (outcome instanceof RowOutcome.Kept kept) {
        buffered.add(BufferedRow.of(pipeline, origin, element, kept.row()));
      } else if (outcome instanceof RowOutcome.Deleted deleted) {
        buffered.add(
            BufferedRow.deletion(pipeline, origin, element.ordinal(), element, deleted.row()));
      } else if (outcome instanceof RowOutcome.Refused reason) {
        refuse(origin.letter(element.ordinal(), reason));
      } else {
        filtered++;
      }
    }
  }

  private void refuse(DeadLetter letter) {
    letters.add(letter);
    refused++;
    totalRefused++;
    lastReason = letter.reason();
    pipeline.errorPolicy().check(totalRead, totalRefused, lastReason);
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
    List<BufferedRow> rows = buffered.stream().filter(row -> !row.deleted()).toList();
    Unwritten unwritten = writeRows();
    totalRefused += unwritten.rejected().size();
    // also without new ones: the policy looks at the share once enough elements are read
    pipeline.errorPolicy().check(totalRead, totalRefused, lastReason);
    Map<String, RunReport.Applied> applied = new TreeMap<>();
    for (AggregateMerger merger : mergers) {
      applied.put(merger.aggregation(), merger.merge(rows));
    }
    writeLetters();
    RunReport report = report(rows.size(), unwritten, applied).requireBalanced();
    List<DeadLetter> written = letters.stream().map(DeadLetter::withoutPayload).toList();
    clear();
    return new FlushResult(
        partition,
        nextOffset,
        mergers.stream().mapToLong(AggregateMerger::highestSeen).max().orElse(-1),
        report,
        Duration.ofNanos(System.nanoTime() - began),
        calls.takeTimes(),
        written);
  }

  /** The rows that a sink rejected, and others of which one holds a newer row. */
  private record Unwritten(Set<BufferedRow> rejected, Set<BufferedRow> outdated) {}

  /** Writes the rows to every sink. */
  private Unwritten writeRows() {
    Set<BufferedRow> rejected = BufferedRow.set();
    Set<BufferedRow> outdated = BufferedRow.set();
    for (RowWriter writer : writers) {
      RowWriter.Unwritten unwritten = writer.write(buffered);
      rejected.addAll(unwritten.refused().keySet());
      letters.addAll(unwritten.refused().values());
      outdated.addAll(unwritten.outdated());
    }
    if (!rejected.isEmpty()) {
      lastReason = letters.get(letters.size() - 1).reason();
    }
    outdated.removeAll(rejected);
    return new Unwritten(rejected, outdated);
  }

  private void writeLetters() {
    DeadLetters target = deadLetters;
    if (target != null && !letters.isEmpty()) {
      calls.retrying(
          deadLetterTarget,
          () -> {
            target.write(List.copyOf(letters));
            return true;
          });
    }
  }

  private RunReport report(int rows, Unwritten unwritten, Map<String, RunReport.Applied> applied) {
    int rejected = unwritten.rejected().size();
    int rejectedDeletes = deletes(unwritten.rejected());
    int rejectedRows = rejected - rejectedDeletes;
    int outdated = unwritten.outdated().size() - deletes(unwritten.outdated());
    Map<String, Long> reasons = new TreeMap<>();
    letters.forEach(letter -> reasons.merge(letter.reasonClass(), 1L, Long::sum));
    return new RunReport(
        read,
        rows - rejectedRows - outdated,
        outdated,
        buffered.size() - rows - rejectedDeletes,
        filtered,
        refused + rejected,
        rejectedRows,
        applied,
        reasons,
        flattener.takeCoverage());
  }

  private static int deletes(Set<BufferedRow> rows) {
    return (int) rows.stream().filter(BufferedRow::deleted).count();
  }

  private void clear() {
    buffered.clear();
    letters.clear();
    bufferedBytes = 0;
    read = 0;
    filtered = 0;
    refused = 0;
  }
}
