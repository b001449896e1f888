package dev.rollcall.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is measured of a program, each per record; less is better. */
enum Metric {
  /** Nanoseconds of process CPU time, of all threads. */
  @JsonProperty("cpuNanos")
  CPU_NANOS,

  /** Nanoseconds on the clock. */
  @JsonProperty("wallNanos")
  WALL_NANOS,

  /** Bytes allocated; of the steps of core only. */
  @JsonProperty("allocatedBytes")
  ALLOCATED_BYTES
}
