package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelinePorts;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open ports of the runs that this JVM has tasks of: opened once, used by all. On an executor
 * they are closed when its JVM ends. A task that outlives its run gets none: nobody would close
 * them.
 */
final class ExecutorPorts {

  private static final Map<String, PipelinePorts> OPEN = new ConcurrentHashMap<>();
  private static final Set<String> ENDED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> OPEN.keySet().forEach(ExecutorPorts::close), "rollcall-close-ports"));
  }

  private ExecutorPorts() {}

  static PipelinePorts of(String runId, Pipeline pipeline) {
    return OPEN.computeIfAbsent(
        runId,
        any -> {
          if (ENDED.contains(runId)) {
            throw new FatalException(
                "pipeline '" + pipeline.name() + "': the run has ended; this task came too late");
          }
          return pipeline.open();
        });
  }

  static void close(String runId) {
    // first, so that what is being opened now is the last
    ENDED.add(runId);
    PipelinePorts ports = OPEN.remove(runId);
    if (ports != null) {
      ports.close();
    }
  }
}
