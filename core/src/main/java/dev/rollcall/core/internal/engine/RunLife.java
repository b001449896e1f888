package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run: its last status, the callers that wait for it, and the deadline of its
 * polling thread. A source, listener or port that hangs cannot keep a run from ending. Threadsafe,
 * guarded by its own lock.
 */
public final class RunLife {

  /** The poll loop counts as stalled after this, draining excluded. */
  private static final Duration STALLED_AFTER = Duration.ofMinutes(2);

  private final RunSettings settings;
  private RunStatus status;
  private RunStatus.State state = RunStatus.State.RUNNING;
  private @Nullable RuntimeException failure;
  private long roundEndedAt = System.nanoTime();
  private int waiting;
  private int roundsCaughtUp;
  private boolean clean;

  /** The deadline of a requested stop, by {@link System#nanoTime}. */
  private long drainUntil;

  /**
   * When the polling thread is interrupted or, if it was already, abandoned; null for no deadline.
   */
  private @Nullable Long due;

  private boolean interrupted;

  public RunLife(RunSettings settings, RunStatus first) {
    this.settings = settings;
    this.status = first;
  }

  /** Waits until a whole round has found the run caught up; returns everything since its start. */
  synchronized RunReport awaitCaughtUp() {
    // the current round may have polled the source before this call
    int enough = roundsCaughtUp + 2;
    waiting++;
    try {
      while (roundsCaughtUp < enough && !isOver()) {
        awaitChange();
      }
    } finally {
      waiting--;
    }
    if (isOver() && roundsCaughtUp < enough) {
      rethrow();
      throw new FatalException("the run was stopped before it was caught up");
    }
    return status.report().requireBalanced();
  }

  /** Waits for the end; throws the error that ended the run. */
  synchronized RunReport awaitEnd() {
    awaitOver();
    rethrow();
    return status.report().requireBalanced();
  }

  /** Waits for the end; returns whether nothing had to be dropped. */
  synchronized boolean awaitOver() {
    while (!isOver()) {
      awaitChange();
    }
    return clean;
  }

  synchronized RunStatus status() {
    long sinceRound = System.nanoTime() - roundEndedAt;
    boolean live =
        status.live() && sinceRound < STALLED_AFTER.plus(settings.drainWithin()).toNanos();
    return copy(status.state(), live, live && status.ready());
  }

  /** Requests the stop; the deadline counts from this call. */
  public synchronized void askStop(Duration deadline) {
    if (state == RunStatus.State.RUNNING) {
      state = RunStatus.State.STOPPING;
      drainUntil = System.nanoTime() + deadline.toNanos();
      status = copy(state, status.live(), false);
      // a commit may be under way at the deadline, and the last one follows it
      setDue(deadline.plus(settings.interruptedWithin()).plus(settings.interruptedWithin()));
    }
  }

  synchronized boolean isRunning() {
    return state == RunStatus.State.RUNNING;
  }

  synchronized boolean isAwaited() {
    return waiting > 0;
  }

  /** The time left until the deadline of the requested stop. */
  public synchronized Duration drainWithin() {
    return Duration.ofNanos(Math.max(0, drainUntil - System.nanoTime()));
  }

  /** Publishes the status after a round of the poll loop. */
  synchronized void roundEnded(RunStatus now, boolean isCaughtUp) {
    status = now.state() == state || state == RunStatus.State.RUNNING ? now : status;
    roundEndedAt = System.nanoTime();
    if (isCaughtUp) {
      roundsCaughtUp++;
      notifyAll();
    }
  }

  synchronized RunStatus.State state() {
    return state;
  }

  /** Sets the deadline for closing everything. */
  synchronized void closing() {
    setDue(
        settings
            .closedWithin()
            .plus(settings.interruptedWithin())
            .plus(settings.interruptedWithin()));
  }

  /** Explains an error of a thread that was interrupted by the missed deadline. */
  synchronized RuntimeException explained(RuntimeException failure) {
    return interrupted
        ? new FatalException(
            "the run did not stop within its deadline, and was interrupted: "
                + RunFailure.text(failure),
            failure)
        : failure;
  }

  /** The status last published, in a final state. */
  synchronized RunStatus last(RunStatus.State end) {
    return copy(end, false, false);
  }

  /** Ends the run, unless it has ended before. */
  synchronized void end(RunStatus last, boolean drained, @Nullable RuntimeException ending) {
    if (isOver()) {
      return;
    }
    failure = ending;
    clean = ending == null && drained;
    state = last.state();
    status = last;
    notifyAll();
  }

  synchronized boolean isOver() {
    return state == RunStatus.State.STOPPED || state == RunStatus.State.FAILED;
  }

  /** Enforces the deadlines until the run has ended; false if the polling thread hangs. */
  synchronized boolean watch(Thread poller) {
    while (!isOver()) {
      long left = due == null ? 0 : due - System.nanoTime();
      if (due != null && left <= 0 && interrupted) {
        return false;
      }
      if (due != null && left <= 0) {
        poller.interrupt();
        setDue(settings.interruptedWithin());
        interrupted = true;
        continue;
      }
      try {
        wait(due == null ? 0 : Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        // the watcher belongs to the run: nobody has a reason to interrupt it
      }
    }
    return true;
  }

  private void setDue(Duration from) {
    due = System.nanoTime() + from.toNanos();
    interrupted = false;
    notifyAll();
  }

  private RunStatus copy(RunStatus.State in, boolean live, boolean ready) {
    return new RunStatus(
        in,
        status.partitions(),
        status.lag(),
        status.inFlightRecords(),
        status.inFlightBytes(),
        live,
        ready,
        status.report());
  }

  private void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits for a change of state; called with the lock held. */
  private void awaitChange() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while waiting for the run", e);
    }
  }
}
