package dev.rollcall.core.internal.engine;

import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.internal.run.PortClosing;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.port.RecordSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run releases at its end: its pools, its ports and the source, if it opened that. */
final class RunResources {

  private static final Logger LOG = LoggerFactory.getLogger(RunResources.class);

  private final RunPools pools;
  private final PipelinePorts ports;
  private final @Nullable RecordSource source;
  private final RunSettings settings;

  /**
   * Takes over what is to be closed.
   *
   * @param source null if whoever started the run closes it
   */
  RunResources(
      RunPools pools, PipelinePorts ports, @Nullable RecordSource source, RunSettings settings) {
    this.pools = pools;
    this.ports = ports;
    this.source = source;
    this.settings = settings;
  }

  /** Closes everything, on the polling thread; returns what failed. */
  List<RuntimeException> close() {
    pools.shutdownNow();
    try {
      // a flush that was dropped should not find its stores closed
      long most = settings.interruptedWithin().toMillis();
      if (!pools.awaitTermination(most)) {
        LOG.warn("a dropped flush ignores its interrupt; its stores are closed while it runs");
      }
    } catch (InterruptedException e) {
      LOG.warn("interrupted while waiting for dropped flushes; closing the stores now");
    }
    List<RuntimeException> failures = new ArrayList<>();
    List<PortClosing> closings = ports.beginClose();
    if (source != null) {
      try {
        // on this thread: a source is used by one
        source.close();
      } catch (Throwable e) {
        failures.add(RunFailure.of("closing the source", e));
      }
    }
    failures.addAll(PortClosing.await(closings, settings.closedWithin()));
    return failures;
  }

  /** Closes everything but the source, which a polling thread that hangs still owns. */
  void closeUnderPoller() {
    pools.shutdownNow();
    PortClosing.await(ports.beginClose(), settings.closedWithin());
  }
}
