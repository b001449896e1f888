/**
 * {@code ./rollcall bench}: measures Rollcall against programs that do the same work, or against
 * another build of itself. Begin with {@link Benchmarks}, which lists what is measured; {@link
 * Work} says how a program is run. {@link Rounds} lets the contestants of a benchmark take turns,
 * each time in a new JVM ({@link Fork}, whose other end is {@link ForkMain}) or process ({@link
 * ProcessRun}); {@link Outcome} has the ratios of each round, {@link PerformancePage} makes the
 * page of the results. What is measured is in the packages below: {@code subject}, {@code peer},
 * {@code micro}; on what, in {@code workload}.
 */
@NullMarked
package dev.rollcall.benchmarks;

import org.jspecify.annotations.NullMarked;
