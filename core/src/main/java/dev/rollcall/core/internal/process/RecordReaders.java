package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.internal.decode.CoverageCounter;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the partitions of a run read records with. A flattener takes longer to make than some
 * hundred records to read, learns how they are written, and is too large for a processor's cache to
 * hold many; so each thread has one of each branch, and takes the records of all partitions through
 * it. Threadsafe.
 */
public final class RecordReaders {

  private final Map<String, Reader> readers = new ConcurrentHashMap<>();

  /** By branch, of how many elements more every field name is noted, of all partitions together. */
  private final Map<String, AtomicLong> exact;

  private final boolean isShared;

  private RecordReaders(boolean isShared, Map<String, AtomicLong> exact) {
    this.isShared = isShared;
    this.exact = exact;
  }

  /** Those of a run whose threads end with it. */
  public static RecordReaders shared() {
    return new RecordReaders(true, new ConcurrentHashMap<>());
  }

  /** Those of processors that one thread at a time calls, whichever it is. */
  public static RecordReaders ofOneThread() {
    return new RecordReaders(false, new ConcurrentHashMap<>());
  }

  /**
   * Others of the same run, which one thread at a time calls: with flatteners of their own, and
   * with these the elements in common whose names are all noted.
   */
  public RecordReaders another() {
    return new RecordReaders(false, exact);
  }

  /** What the processors have noted so far is in the result of the run. */
  public void keep() {
    readers.values().forEach(reader -> reader.noted.set(0));
  }

  /**
   * The processors have failed, with what they have noted since {@link #keep}: every field name is
   * noted of as many elements in their place.
   */
  public void lose() {
    readers.values().forEach(reader -> reader.exact.addAndGet(reader.noted.getAndSet(0)));
  }

  Reader of(CompiledBranch branch) {
    return readers.computeIfAbsent(
        branch.name(),
        name ->
            new Reader(
                branch,
                isShared,
                exact.computeIfAbsent(name, any -> new AtomicLong(CoverageCounter.EXACT))));
  }

  /** What one branch is read with. */
  static final class Reader {

    private final CompiledBranch branch;

    private final AtomicLong exact;

    /** Of how many elements it was, of those whose processors may fail still. */
    private final AtomicLong noted = new AtomicLong();

    private final @Nullable ThreadLocal<Flattener> ofThread;
    private @Nullable Flattener only;

    private Reader(CompiledBranch branch, boolean isShared, AtomicLong exact) {
      this.branch = branch;
      this.exact = exact;
      this.ofThread = isShared ? ThreadLocal.withInitial(branch::flattener) : null;
    }

    /** The one of the calling thread. */
    Flattener flattener() {
      if (ofThread != null) {
        return ofThread.get();
      }
      Flattener known = only == null ? branch.flattener() : only;
      only = known;
      return known;
    }

    /** That one has failed within a record: the thread gets another one. */
    void discard() {
      if (ofThread != null) {
        ofThread.remove();
      }
      only = null;
    }

    /**
     * Whether every field name is to be noted still. Elements of which that is so are read field by
     * field: if each of many partitions had its own share of them, it might never end.
     */
    boolean isExact() {
      return exact.get() > 0;
    }

    /** Every field name of so many elements was noted. */
    void noted(int elements) {
      exact.addAndGet(-elements);
      noted.addAndGet(elements);
    }
  }
}
