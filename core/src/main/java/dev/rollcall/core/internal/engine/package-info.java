/**
 * The engine in this JVM (ADR 6, ADR 20). A run has one polling thread, a pool that processes, one
 * that writes, and a watcher; read {@link dev.rollcall.core.internal.engine.LocalRun}, which starts
 * and ends them, first.
 *
 * <ul>
 *   <li>polling thread: {@code PollLoop} owns the source, with {@code AssignedPartitions}, {@code
 *       PartitionBackoff}, {@code OffsetCommitter}, {@code LogEndCheck} and {@code InFlightLimiter}
 *   <li>pools: {@code RunPools}; {@code PartitionWorker} processes one partition on the first, and
 *       flushes it on the second meanwhile; {@code InFlightShare} counts what it holds; {@code
 *       MergeQueue} merges the aggregates of those that wait together (ADR 22)
 *   <li>watcher: {@link dev.rollcall.core.internal.engine.RunLife} holds the state that callers
 *       wait for, and the deadlines that the watcher enforces
 * </ul>
 *
 * Not here: what happens to a record ({@code process}) and how ports open and close ({@code run}).
 */
@NullMarked
package dev.rollcall.core.internal.engine;

import org.jspecify.annotations.NullMarked;
