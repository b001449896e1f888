package dev.rollcall.spark;

import dev.rollcall.core.internal.process.RecordReaders;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What the tasks of a run read records with, in one JVM. They are dear to make and learn how the
 * records are written, so each task takes some, and the next one goes on with them: there are as
 * many as tasks at a time, whichever of the executor's threads these have. Every field name is
 * noted of the first elements of all tasks together; what a task that failed had noted is noted by
 * others. What the columns were made of is counted in the task's own processor. Threadsafe.
 */
final class TaskReaders {

  private final RecordReaders all = RecordReaders.ofOneThread();

  /** The last one used is the first one taken, for it is the one in the processor's cache. */
  private final Deque<RecordReaders> free = new ConcurrentLinkedDeque<>();

  /** Those of one task, until it has ended or failed. */
  RecordReaders take() {
    RecordReaders left = free.poll();
    return left == null ? all.another() : left;
  }

  /** The task has ended, and passes on what it has counted. */
  void ended(RecordReaders taken) {
    taken.keep();
    free.push(taken);
  }

  /** The task has failed, perhaps in the midst of a record: these are not used again. */
  void failed(RecordReaders taken) {
    taken.lose();
  }
}
