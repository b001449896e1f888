package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.kafka.topic.TopicGuard;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tasks of a run share in one JVM: opened once, used by all. On an executor it is closed
 * when its JVM ends. A task that outlives its run gets none: nobody would close it. Threadsafe.
 *
 * @param stores the open sinks and stores
 * @param guard of the topic
 */
record ExecutorPorts(PipelinePorts stores, TopicGuard guard) {

  private static final Map<String, ExecutorPorts> OPEN = new ConcurrentHashMap<>();
  private static final Set<String> ENDED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> OPEN.keySet().forEach(ExecutorPorts::close), "rollcall-close-ports"));
  }

  static ExecutorPorts of(SparkJob job) {
    return OPEN.computeIfAbsent(
        job.id(),
        id -> {
          if (ENDED.contains(id)) {
            throw new FatalException(
                "pipeline '%s': the run has ended; this task came too late"
                    .formatted(job.pipeline().name()));
          }
          return open(job);
        });
  }

  private static ExecutorPorts open(SparkJob job) {
    TopicGuard guard = TopicGuard.open(job.topic(), job.identity());
    try {
      return new ExecutorPorts(PipelinePorts.open(CompiledPipeline.of(job.pipeline())), guard);
    } catch (RuntimeException | Error e) {
      guard.close();
      throw e;
    }
  }

  static void close(String jobId) {
    // first, so that what is being opened now is the last
    ENDED.add(jobId);
    ExecutorPorts ports = OPEN.remove(jobId);
    if (ports != null) {
      try {
        ports.stores().close();
      } finally {
        ports.guard().close();
      }
    }
  }
}
