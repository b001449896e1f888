package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.aggregate.AggregateOwner;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges flushes into the documents of one aggregation, each row with effect once. Flushes of
 * several partitions are written together, one compare-and-set per document (ADR 22).
 *
 * <p>A document records, for each source partition that contributed to it, the highest offset it
 * holds. Rows at or below this partition's offset were merged by an earlier run and are skipped;
 * the rest are one delta per document and partition. All deltas of a document are added to what is
 * stored, which is written back by compare-and-set on the revision that was read. If the write is
 * rejected, the document is read again:
 *
 * <ul>
 *   <li>It carries the revision we tried to write: our write took effect and its acknowledgement
 *       was lost. Done.
 *   <li>A partition's offset has not moved: others were faster. The same delta is added to the
 *       current document.
 *   <li>A partition's offset has moved: another worker (one we took over from, or one that took
 *       over from us) has merged rows of it. It is superseded: before anything else is written, all
 *       documents are read again, and what they do not hold of its rows, which are still in memory,
 *       is its delta.
 * </ul>
 *
 * <p>A document of a lower definition version that a rebuild replaces counts as absent, whoever
 * still writes it, but its revision is the one that is expected: a worker of that version finds a
 * higher one then, and halts.
 *
 * <p>No document is cached between merges: a cached document is how updates get lost.
 *
 * @param where the beginning of messages
 * @param target the name of the store
 */
record AggregateMerger(
    Aggregator aggregator,
    AggregateOwner owner,
    AggregateStore store,
    String target,
    String where,
    RetryPolicy retryPolicy,
    MergeWaits waits) {

  /** Documents read and written per call. */
  private static final int BULK = 500;

  static AggregateMerger of(
      CompiledPipeline pipeline,
      CompiledBranch.BoundAggregation aggregation,
      AggregateStore store,
      MergeWaits waits) {
    return new AggregateMerger(
        aggregation.aggregator(),
        pipeline.owner(aggregation, false),
        store,
        pipeline.aggregateTarget().orElseThrow().name(),
        "aggregation '" + aggregation.name() + "'",
        pipeline.retryPolicy(),
        waits);
  }

  /**
   * The documents that deltas reach, in bulks of which each can be merged by itself.
   *
   * @param partitions the deltas of each partition, one per document
   */
  List<List<OpenDocument>> bulks(List<? extends List<? extends Delta>> partitions) {
    List<OpenDocument> documents = documents(partitions);
    // one order everywhere: bulks in different orders deadlock where a bulk is a transaction
    documents.sort(Comparator.comparing(document -> document.key().id()));
    List<List<OpenDocument>> bulks = new ArrayList<>();
    for (int from = 0; from < documents.size(); from += BULK) {
      bulks.add(documents.subList(from, Math.min(from + BULK, documents.size())));
    }
    return bulks;
  }

  private static List<OpenDocument> documents(List<? extends List<? extends Delta>> partitions) {
    List<OpenDocument> documents = new ArrayList<>();
    Map<AggregateKey, OpenDocument> byKey = new HashMap<>();
    for (List<? extends Delta> deltas : partitions) {
      for (Delta delta : deltas) {
        OpenDocument document = byKey.get(delta.key());
        if (document == null) {
          document = new OpenDocument(delta.key());
          documents.add(document);
          if (partitions.size() > 1) {
            byKey.put(delta.key(), document);
          }
        }
        document.add(delta);
      }
    }
    return documents;
  }
}
