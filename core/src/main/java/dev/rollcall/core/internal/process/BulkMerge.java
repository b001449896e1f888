package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.AggregateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges the deltas of some documents, which are read and written in one call each, until all are
 * stored. Each delta is of one partition, and is asked for by itself: the others go on with what
 * they have when one of them is superseded. Used by one thread.
 */
final class BulkMerge {

  private final AggregateMerger merger;
  private final StoreCalls calls;
  private final GuardedWrites writes;

  BulkMerge(AggregateMerger merger, StoreCalls calls) {
    this.merger = merger;
    this.calls = calls;
    this.writes =
        new GuardedWrites(
            merger.where(),
            these -> calls.once(merger.target(), () -> merger.store().compareAndSet(these)),
            merger.retryPolicy(),
            merger.waits().contention());
  }

  /** When it returns, every document holds all its deltas durably. */
  void merge(List<OpenDocument> documents) {
    List<OpenDocument> left = documents;
    for (int round = 0; !left.isEmpty(); round++) {
      if (round == merger.waits().contention().attempts()) {
        throw new TransientException(
            "%s: %d documents are still contended after %d attempts"
                .formatted(merger.where(), left.size(), round));
      }
      load(left);
      left = write(left.stream().filter(OpenDocument::rebase).toList());
    }
  }

  /** Writes until every document is stored or a partition is superseded; returns the others. */
  private List<OpenDocument> write(List<OpenDocument> rebased) {
    List<OpenDocument> left = rebased;
    while (!left.isEmpty()) {
      left = attempt(left);
      if (left.isEmpty()) {
        break;
      }
      load(left);
      List<OpenDocument> open = new ArrayList<>();
      for (OpenDocument document : left) {
        if (document.isWritten()) {
          document.close();
        } else {
          open.add(document);
        }
      }
      left = open;
      if (left.stream().anyMatch(OpenDocument::isSuperseded)) {
        // no delta that was made before may be written now
        return left;
      }
    }
    return List.of();
  }

  /** One compare-and-set of all; returns those not stored, or possibly not stored. */
  private List<OpenDocument> attempt(List<OpenDocument> trying) {
    Set<AggregateKey> open =
        writes.attempt(
            trying.stream()
                .map(document -> document.write(merger.aggregator(), merger.owner()))
                .toList());
    List<OpenDocument> left = new ArrayList<>();
    for (OpenDocument document : trying) {
      if (open.contains(document.key())) {
        left.add(document);
      } else {
        document.close();
      }
    }
    return left;
  }

  /**
   * Loads the current documents. Looks for one that has disappeared for some seconds: after a
   * failover a majority read may miss for a while what was just written.
   */
  private void load(List<OpenDocument> documents) {
    List<AggregateKey> keys = documents.stream().map(OpenDocument::key).toList();
    for (int look = 1; ; look++) {
      Map<AggregateKey, AggregateStore.Stored> stored =
          calls.retrying(merger.target(), () -> merger.store().load(keys));
      if (documents.stream()
          .noneMatch(each -> each.hasExisted() && !stored.containsKey(each.key()))) {
        for (OpenDocument document : documents) {
          document.read(stored.get(document.key()), merger.aggregator(), merger.owner());
        }
        return;
      }
      if (look == merger.waits().missing().attempts()) {
        // merging into a new document would lose what the deleted one held
        throw new FatalException(
            "%s: a document was deleted during the run; stop all runs, empty the aggregation and replay from the start"
                .formatted(merger.where()));
      }
      merger.waits().missing().pause(look - 1);
    }
  }
}
