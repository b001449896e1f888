package dev.rollcall.faults.kill.fleet;

import java.util.concurrent.atomic.AtomicLong;

/** What workers tell of themselves, added up. Threadsafe. */
public final class WorkerCounts {

  public final AtomicLong read = new AtomicLong();
  public final AtomicLong applied = new AtomicLong();
  public final AtomicLong alreadyApplied = new AtomicLong();
  public final AtomicLong flushes = new AtomicLong();
  public final AtomicLong rejected = new AtomicLong();
  public final AtomicLong restarts = new AtomicLong();
  public final AtomicLong assignments = new AtomicLong();
  public final AtomicLong departures = new AtomicLong();
  public final AtomicLong staleWrites = new AtomicLong();
  public final AtomicLong staleWritesRejected = new AtomicLong();
  public final AtomicLong staleRows = new AtomicLong();
  public final AtomicLong statuses = new AtomicLong();
  public final AtomicLong peakInFlight = new AtomicLong();
  public final AtomicLong peakHeapMegabytes = new AtomicLong();

  public final AtomicLong longestRowWriteMs = new AtomicLong();

  WorkerCounts() {}
}
