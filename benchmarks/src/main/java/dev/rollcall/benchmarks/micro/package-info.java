/**
 * The steps of core and their peers, under JMH. A class is a benchmark, a method one of its
 * programs; all that stand for Rollcall begin with {@code rollcall}, and read each value of a row.
 * {@link CpuTime} adds the process CPU time, which a busy machine disturbs less than the time on
 * the clock.
 */
@NullMarked
package dev.rollcall.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
