package dev.rollcall.core.internal.run;

import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Names a run in the log: while a thread works for it, SLF4J's diagnostic context (MDC) holds
 * {@value #RUN_ID} and {@value #PIPELINE}. Engines enter it on every thread of theirs; threads of
 * drivers have none. Immutable and threadsafe.
 *
 * @param runId of one execution, never used before
 * @param pipeline the pipeline's name
 */
public record RunContext(String runId, String pipeline) implements Serializable {

  /** The key of the run's id. */
  public static final String RUN_ID = "run_id";

  /** The key of the pipeline's name. */
  public static final String PIPELINE = "pipeline";

  /** Of a run that begins. */
  public static RunContext begin(String pipeline) {
    return new RunContext(UUID.randomUUID().toString(), pipeline);
  }

  /** The one this thread works for; none also where logging keeps no such context. */
  public static Optional<RunContext> current() {
    String runId = MDC.get(RUN_ID);
    String pipeline = MDC.get(PIPELINE);
    return runId == null || pipeline == null
        ? Optional.empty()
        : Optional.of(new RunContext(runId, pipeline));
  }

  /** Does it in the context, on this thread. */
  public <T> T call(Supplier<T> work) {
    String runBefore = MDC.get(RUN_ID);
    String pipelineBefore = MDC.get(PIPELINE);
    put(RUN_ID, runId);
    put(PIPELINE, pipeline);
    try {
      return work.get();
    } finally {
      put(RUN_ID, runBefore);
      put(PIPELINE, pipelineBefore);
    }
  }

  /** As {@link #call}. */
  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /** The same work, to be done in the context by whichever thread. */
  public Runnable wrap(Runnable work) {
    return () -> run(work);
  }

  /** A daemon thread, not started, that does the work for the run this thread works for, if any. */
  public static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(current().map(run -> run.wrap(work)).orElse(work), name);
    thread.setDaemon(true);
    return thread;
  }

  private static void put(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
