package dev.rollcall.spark;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelinePorts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open ports of the runs that this JVM has tasks of: opened by the first task, used by all. On
 * an executor they are closed when its JVM ends.
 */
final class ExecutorPorts {

  private static final Map<String, PipelinePorts> OPEN = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> OPEN.keySet().forEach(ExecutorPorts::close), "rollcall-close-ports"));
  }

  private ExecutorPorts() {}

  static PipelinePorts of(String runId, Pipeline pipeline) {
    return OPEN.computeIfAbsent(runId, any -> pipeline.open());
  }

  static void close(String runId) {
    PipelinePorts ports = OPEN.remove(runId);
    if (ports != null) {
      ports.close();
    }
  }
}
