package dev.rollcall.core.internal.engine;

import dev.rollcall.core.internal.process.AggregateMerges;
import dev.rollcall.core.internal.process.Flush;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Merges the flushes of a run's partitions into the aggregates (a group commit, ADR 22): those that
 * come while a merge is under way wait, and the next merge takes them all, with one write per
 * document. The slower the store, the more are merged together; one that is alone does not wait.
 *
 * <p>Partitions that are about to leave have a lane of their own: they wait for each other, and for
 * nobody else. Threadsafe.
 */
public final class MergeQueue {

  /** A flush that is to be merged. */
  public interface Waiting {
    Flush flush();

    /** It must not wait for partitions that stay. Asked once, when it comes. */
    boolean isLeaving();

    /** Its partition is gone: it is not to be merged any more, if no merge has taken it. */
    boolean isDropped();

    /** It is merged, or was dropped, or a failure has ended its merge. Must not throw. */
    void merged(@Nullable Throwable failure);
  }

  private final AggregateMerges merges;
  private final Executor writing;
  private final Lane staying = new Lane();
  private final Lane leaving = new Lane();

  /** Flushes that wait for a merge, if one is under way. */
  private static final class Lane {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean isMerging;
  }

  /**
   * Creates an empty queue.
   *
   * @param writing what calls {@link #add}; merges run on its threads
   */
  public MergeQueue(AggregateMerges merges, Executor writing) {
    this.merges = merges;
    this.writing = writing;
  }

  /** Has a flush merged, by this thread if no merge is under way. */
  public void add(Waiting flush) {
    if (merges.isEmpty()) {
      flush.merged(null);
      return;
    }
    Lane lane;
    synchronized (this) {
      // in one step, lest one that begins to leave now is neither asked nor found here
      lane = flush.isLeaving() ? leaving : staying;
      lane.waiting.add(flush);
    }
    merge(lane);
  }

  /** Its partition is about to leave: it goes to the other lane, if no merge has taken it. */
  public void hurry(Waiting flush) {
    synchronized (this) {
      if (!staying.waiting.remove(flush)) {
        return;
      }
      leaving.waiting.add(flush);
    }
    try {
      writing.execute(() -> merge(leaving));
    } catch (RejectedExecutionException ended) {
      // the run is over
    }
  }

  /** Merges what waits until nothing does, unless another thread is at it. */
  private void merge(Lane lane) {
    for (List<Waiting> some = take(lane); !some.isEmpty(); some = takeNext(lane)) {
      List<Waiting> flushes = some.stream().filter(each -> !each.isDropped()).toList();
      Throwable failure = null;
      try {
        if (!flushes.isEmpty()) {
          merges.merge(flushes.stream().map(Waiting::flush).toList(), writing);
        }
      } catch (Throwable e) {
        failure = e;
      }
      tell(some, failure);
    }
  }

  private synchronized List<Waiting> take(Lane lane) {
    return lane.isMerging ? List.of() : takeNext(lane);
  }

  private synchronized List<Waiting> takeNext(Lane lane) {
    List<Waiting> taken = List.copyOf(lane.waiting);
    lane.waiting.clear();
    lane.isMerging = !taken.isEmpty();
    return taken;
  }

  /** Several on threads of their own, as they may have letters to write. */
  private void tell(List<Waiting> flushes, @Nullable Throwable failure) {
    if (flushes.size() == 1) {
      flushes.get(0).merged(failure);
      return;
    }
    for (Waiting each : flushes) {
      try {
        writing.execute(() -> each.merged(failure));
      } catch (Throwable noThread) {
        each.merged(failure);
      }
    }
  }
}
