package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.port.SharedResources;
import dev.rollcall.core.port.SharedResources.Lease;
import dev.rollcall.kafka.topic.TopicGuard;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the tasks of a run share in one JVM: opened by the first task, used by all. On the driver it
 * is open for the whole run. An executor is not told that a run has ended, so there it is closed
 * once no task has used it for {@link #IDLE_TIME}, and opened again should a task come after all.
 * Threadsafe.
 *
 * @param stores the open sinks and stores
 * @param guard of the topics
 * @param readers what the tasks read records with
 */
record ExecutorPorts(PipelinePorts stores, TopicGuard guard, TaskReaders readers) {

  /** Longer than most streams rest between batches. */
  static final Duration IDLE_TIME = Duration.ofMinutes(5);

  /** How many ended runs are remembered; a task comes seconds late, not a thousand runs. */
  private static final int MOST_ENDED = 1_000;

  private static final SharedResources<String, ExecutorPorts> SHARED =
      SharedResources.closedAfter(IDLE_TIME, ExecutorPorts::close);

  /** The runs that ended in this JVM, the oldest first; guarded by itself. */
  private static final Set<String> ENDED = new LinkedHashSet<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SHARED::evictAll, "rollcall-close-ports"));
  }

  /**
   * The ports of a run in this JVM, to be given back when the task ends.
   *
   * @throws FatalException if the run has ended on this driver
   */
  static Lease<ExecutorPorts> acquire(SparkJob job) {
    return acquire(job, SHARED);
  }

  static Lease<ExecutorPorts> acquire(SparkJob job, SharedResources<String, ExecutorPorts> shared) {
    return shared.acquire(job.id(), id -> open(job));
  }

  private static ExecutorPorts open(SparkJob job) {
    synchronized (ENDED) {
      if (ENDED.contains(job.id())) {
        throw new FatalException(
            "pipeline '%s': the run has ended; this task came too late"
                .formatted(job.pipeline().name()));
      }
    }
    TopicGuard guard = TopicGuard.open(job.topics());
    try {
      return new ExecutorPorts(
          PipelinePorts.open(CompiledPipeline.of(job.pipeline())), guard, new TaskReaders());
    } catch (RuntimeException | Error e) {
      guard.close();
      throw e;
    }
  }

  /** Ends a run on its driver: closes its ports at once and opens none for a late task. */
  static void end(String jobId) {
    // first, so that what is being opened now is the last
    synchronized (ENDED) {
      ENDED.add(jobId);
      if (ENDED.size() > MOST_ENDED) {
        ENDED.remove(ENDED.iterator().next());
      }
    }
    SHARED.evict(jobId);
  }

  void close() {
    try {
      stores.close();
    } finally {
      guard.close();
    }
  }
}
