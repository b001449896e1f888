package dev.rollcall.benchmarks.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is measured of a program; less is better. */
public enum Metric {
  /** Nanoseconds of process CPU time, of all threads. */
  @JsonProperty("cpuNanos")
  CPU_NANOS("CPU, ns", true),

  /** Nanoseconds on the clock. */
  @JsonProperty("wallNanos")
  WALL_NANOS("clock, ns", true),

  /** Bytes allocated; of the steps of core only. */
  @JsonProperty("allocatedBytes")
  ALLOCATED_BYTES("allocated, B", true),

  /** Bytes of the heap that are in use after a collection, at the end of the run. */
  @JsonProperty("heapBytes")
  HEAP_BYTES("live heap, B", false),

  /** Bytes of memory that the process has at the end, a heap of 1 GiB and more included. */
  @JsonProperty("residentBytes")
  RESIDENT_BYTES("resident, B", false),

  /** Flushes of all partitions. */
  @JsonProperty("flushes")
  FLUSHES("flushes", false),

  /** Aggregate documents written, refused attempts included. */
  @JsonProperty("documentWrites")
  DOCUMENT_WRITES("documents written", false),

  /** Bytes of state of a written document, on average. */
  @JsonProperty("documentBytes")
  DOCUMENT_BYTES("bytes a document", false);

  private final String label;
  private final boolean perRecord;

  Metric(String label, boolean perRecord) {
    this.label = label;
    this.perRecord = perRecord;
  }

  /** For people, with the unit. */
  public String label() {
    return label;
  }

  /** Whether it is measured per record; else of a whole run. */
  public boolean perRecord() {
    return perRecord;
  }
}
