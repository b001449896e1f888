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
  private final boolean isShared;

  private RecordReaders(boolean isShared) {
    this.isShared = isShared;
  }

  /** Those of a run whose threads end with it. */
  public static RecordReaders shared() {
    return new RecordReaders(true);
  }

  /** Those of processors that one thread at a time calls, whichever it is. */
  public static RecordReaders ofOneThread() {
    return new RecordReaders(false);
  }

  Reader of(CompiledBranch branch) {
    return readers.computeIfAbsent(branch.name(), any -> new Reader(branch, isShared));
  }

  /** What one branch is read with. */
  static final class Reader {

    private final CompiledBranch branch;

    /** Of how many elements more every field name is noted, of all partitions together. */
    private final AtomicLong exact = new AtomicLong(CoverageCounter.EXACT);

    private final @Nullable ThreadLocal<Flattener> ofThread;
    private @Nullable Flattener only;

    private Reader(CompiledBranch branch, boolean isShared) {
      this.branch = branch;
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
    }
  }
}
