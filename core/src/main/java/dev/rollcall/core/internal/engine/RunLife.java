package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.run.RunFailure;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run, those who wait for it, and until when its polling thread has to be done with
 * what it is at: a source, a listener or a port that never comes back must not keep the run from
 * ending. Threadsafe; all of it under its own lock.
 */
public final class RunLife {

  /** A polling thread that has not come round for so long, draining apart, stands still. */
  private static final Duration STANDSTILL = Duration.ofMinutes(2);

  private final RunSettings settings;
  private RunStatus status;
  private RunStatus.State state = RunStatus.State.RUNNING;
  private @Nullable RuntimeException failure;
  private long turnedAt = System.nanoTime();
  private int waiting;
  private int roundsCaughtUp;
  private boolean clean;

  /** By the clock of {@link System#nanoTime}, once the stop was asked for. */
  private long drainUntil;

  /** When the polling thread is hurried, and given up if it was; null while it has all the time. */
  private @Nullable Long due;

  private boolean hurried;

  public RunLife(RunSettings settings, RunStatus first) {
    this.settings = settings;
    this.status = first;
  }

  /** See {@link PipelineRunner#awaitCaughtUp}. */
  public synchronized RunReport awaitCaughtUp() {
    // the round that is going on may have looked at the source before this call
    int enough = roundsCaughtUp + 2;
    waiting++;
    try {
      while (roundsCaughtUp < enough && !isOver()) {
        pause();
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

  /** See {@link PipelineRunner#awaitEnd}. */
  public synchronized RunReport awaitEnd() {
    awaitOver();
    rethrow();
    return status.report().requireBalanced();
  }

  /** Waits until the run is over; whether nothing had to be dropped. */
  public synchronized boolean awaitOver() {
    while (!isOver()) {
      pause();
    }
    return clean;
  }

  public synchronized RunStatus status() {
    long still = System.nanoTime() - turnedAt;
    boolean live = status.live() && still < STANDSTILL.plus(settings.drainWithin()).toNanos();
    return new RunStatus(
        status.state(),
        status.partitions(),
        status.lag(),
        status.inFlightRecords(),
        status.inFlightBytes(),
        live,
        live && status.ready(),
        status.report());
  }

  /** The deadline counts from this call. */
  public synchronized void askStop(Duration deadline) {
    if (state == RunStatus.State.RUNNING) {
      state = RunStatus.State.STOPPING;
      drainUntil = System.nanoTime() + deadline.toNanos();
      status =
          new RunStatus(
              state,
              status.partitions(),
              status.lag(),
              status.inFlightRecords(),
              status.inFlightBytes(),
              status.live(),
              false,
              status.report());
      // offsets may be on their way when the deadline passes, and the last ones go after it
      setDue(deadline.plus(settings.hurriedWithin()).plus(settings.hurriedWithin()));
    }
  }

  public synchronized boolean isRunning() {
    return state == RunStatus.State.RUNNING;
  }

  public synchronized boolean isAwaited() {
    return waiting > 0;
  }

  /** What is left of the deadline of the stop that was asked for. */
  public synchronized Duration drainWithin() {
    return Duration.ofNanos(Math.max(0, drainUntil - System.nanoTime()));
  }

  /** The polling thread has come round. */
  public synchronized void turned(RunStatus now, boolean isCaughtUp) {
    status = now.state() == state || state == RunStatus.State.RUNNING ? now : status;
    turnedAt = System.nanoTime();
    if (isCaughtUp) {
      roundsCaughtUp++;
      notifyAll();
    }
  }

  /** The state that a round of the polling thread ends in. */
  public synchronized RunStatus.State state() {
    return state;
  }

  /** The polling thread is done with the source's records and lets go of everything. */
  public synchronized void closing() {
    setDue(settings.closedWithin().plus(settings.hurriedWithin()).plus(settings.hurriedWithin()));
  }

  /** An error of a thread that was hurried is the deadline's. */
  public synchronized RuntimeException explained(RuntimeException failure) {
    return hurried
        ? new FatalException(
            "the run did not stop within its deadline, and was interrupted: "
                + RunFailure.text(failure),
            failure)
        : failure;
  }

  /** As last published, in this state. */
  public synchronized RunStatus last(RunStatus.State end) {
    return new RunStatus(
        end,
        status.partitions(),
        status.lag(),
        status.inFlightRecords(),
        status.inFlightBytes(),
        false,
        false,
        status.report());
  }

  /** The run is over, unless it was before. */
  public synchronized void end(RunStatus last, boolean drained, @Nullable RuntimeException ending) {
    if (isOver()) {
      return;
    }
    failure = ending;
    clean = ending == null && drained;
    state = last.state();
    status = last;
    notifyAll();
  }

  public synchronized boolean isOver() {
    return state == RunStatus.State.STOPPED || state == RunStatus.State.FAILED;
  }

  /** Watches the polling thread until the run is over; false if the thread does not come back. */
  public synchronized boolean watch(Thread poller) {
    while (!isOver()) {
      long left = due == null ? 0 : due - System.nanoTime();
      if (due != null && left <= 0 && hurried) {
        return false;
      }
      if (due != null && left <= 0) {
        poller.interrupt();
        setDue(settings.hurriedWithin());
        hurried = true;
        continue;
      }
      try {
        wait(due == null ? 0 : Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        // it is a thread of the run's own: nobody has a reason to interrupt it
      }
    }
    return true;
  }

  private void setDue(Duration from) {
    due = System.nanoTime() + from.toNanos();
    hurried = false;
    notifyAll();
  }

  private void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits for news; called with the lock held. */
  private void pause() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while waiting for the run", e);
    }
  }
}
