package dev.rollcall.core.internal.process;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.FlushBounds;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of one source partition, in offset order, through a pipeline. Every engine gets
 * its exactly-once effect from this class.
 *
 * <p>An engine calls {@link #process} for each record, and {@link #flush()} when {@link
 * #shouldFlush} is true, when its batch ends, and before the partition moves to another worker. It
 * may commit the offset of a flush only after {@code flush} has returned it. A flush makes durable,
 * in this order: rows, aggregates, dead letters. A crash at any point leads to a replay, and a
 * replay changes nothing: rows are upserts in which the newer wins, documents record the offsets
 * they hold, letters have ids.
 *
 * <p>After {@code process} or {@code flush} has thrown, discard the processor and start from the
 * committed offset with a new one.
 *
 * <p><b>Concurrency.</b> One thread at a time calls {@code process}, {@code shouldFlush} and {@code
 * seal}. An engine that reads on while it writes takes what waits out of the processor ({@link
 * #seal}) and flushes that on another thread ({@link #flush(SealedBuffer)}): one flush at a time,
 * in the order of sealing. The two sides share nothing but the count of errors.
 */
public final class PartitionProcessor {

  private final CompiledPipeline pipeline;
  private final SourcePartition partition;
  private final List<BranchProcessor> branches;
  private final RecordRouter router;
  private final ErrorTally errors;
  private final BufferWriter writer;
  private final @Nullable AggregateStore store;
  private final MergeWaits waits;

  private long bufferedBytes;
  private long sealedOffset = -1;
  private long nextOffset = -1;

  /** Creates a processor of one partition; the ports stay open after it. */
  public PartitionProcessor(
      CompiledPipeline pipeline, PipelinePorts ports, SourcePartition partition) {
    this(pipeline, ports, partition, RecordReaders.ofOneThread());
  }

  /** As above, of one of the partitions that are read with these. */
  public PartitionProcessor(
      CompiledPipeline pipeline,
      PipelinePorts ports,
      SourcePartition partition,
      RecordReaders readers) {
    this(pipeline, ports, partition, MergeWaits.DEFAULT, readers);
  }

  /** As the first, with other waits between attempts to merge a document. */
  public PartitionProcessor(
      CompiledPipeline pipeline, PipelinePorts ports, SourcePartition partition, MergeWaits waits) {
    this(pipeline, ports, partition, waits, RecordReaders.ofOneThread());
  }

  private PartitionProcessor(
      CompiledPipeline pipeline,
      PipelinePorts ports,
      SourcePartition partition,
      MergeWaits waits,
      RecordReaders readers) {
    this.pipeline = pipeline;
    this.partition = partition;
    this.errors = new ErrorTally(pipeline.errorPolicy());
    this.store = ports.aggregates();
    this.waits = waits;
    boolean counts = store != null;
    this.branches =
        pipeline.branches().stream()
            .map(branch -> new BranchProcessor(branch, partition, counts, readers.of(branch)))
            .toList();
    this.router = new RecordRouter(pipeline, branches, errors);
    this.writer = new BufferWriter(pipeline, ports, partition, errors);
  }

  /** The partition whose records it takes. */
  public SourcePartition partition() {
    return partition;
  }

  /** True once the buffer has reached the pipeline's {@link FlushBounds}. */
  public boolean shouldFlush() {
    FlushBounds bounds = pipeline.flushBounds();
    int waiting = router.waiting();
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
   * Takes out what was processed since it was last called, with the offset that goes with it; the
   * next record begins another buffer.
   */
  public SealedBuffer seal() {
    SealedBuffer sealed =
        new SealedBuffer(
            partition,
            sealedOffset,
            nextOffset,
            branches.stream().map(BranchProcessor::seal).toList(),
            router.seal(),
            errors.seen());
    sealedOffset = nextOffset;
    bufferedBytes = 0;
    return sealed;
  }

  /**
   * Begins to make a sealed buffer durable: writes its rows. An engine that flushes several
   * partitions at a time merges the aggregates of some together then ({@link AggregateMerges}), and
   * ends each flush ({@link #end}).
   *
   * @throws dev.rollcall.core.error.TransientException if a store remains unavailable beyond all
   *     retries
   * @throws FatalException if the run cannot go on
   * @throws IllegalStateException if the buffer sealed before it is not durable
   */
  public Flush begin(SealedBuffer sealed) {
    return writer.begin(sealed);
  }

  /**
   * Ends a flush whose aggregates are merged: writes its letters. Its {@link
   * FlushResult#nextOffset} may be committed then.
   *
   * @throws dev.rollcall.core.error.TransientException if the target of letters remains unavailable
   *     beyond all retries
   */
  public FlushResult end(Flush flush) {
    return writer.end(flush);
  }

  /** Makes a sealed buffer durable, by itself and on this thread; fails as its parts do. */
  public FlushResult flush(SealedBuffer sealed) {
    Flush flush = begin(sealed);
    new AggregateMerges(pipeline, store, waits).merge(flush);
    return end(flush);
  }

  /** Makes everything processed since the last flush durable: seals it, and flushes that. */
  public FlushResult flush() {
    return flush(seal());
  }
}
