/**
 * The ports in memory: for tests, for a first try, and as the plainest example of each. A target is
 * known by its name within the JVM, so a deserialized definition finds the same store; {@code
 * clear()} empties it.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.memory.InMemorySource} is a log of records
 *   <li>{@link dev.rollcall.core.memory.InMemoryRows} keeps rows by key
 *   <li>{@link dev.rollcall.core.memory.InMemoryAggregates} keeps aggregates
 *   <li>{@link dev.rollcall.core.memory.InMemoryDeadLetters} keeps dead letters
 *   <li>{@link dev.rollcall.core.memory.InMemoryRunLog} keeps the runs of batches
 * </ol>
 *
 * <p>They pass the contract tests of the testkit. Not here: anything durable.
 */
@NullMarked
package dev.rollcall.core.memory;

import org.jspecify.annotations.NullMarked;
