/**
 * What is measured on and what of it: {@link SampleUsers} and other records, the {@link ForkInput}
 * of one measurement, and what came of it, {@link Measured}, by {@link Metric}.
 */
@NullMarked
package dev.rollcall.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
