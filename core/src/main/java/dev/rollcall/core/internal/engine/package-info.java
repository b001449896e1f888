/**
 * The engine in this JVM (ADR 6). A run has one polling thread, a pool of workers and a watcher;
 * read {@link dev.rollcall.core.internal.engine.LocalRun}, which starts and ends them, first.
 *
 * <ul>
 *   <li>polling thread: {@code PollLoop} owns the source, with {@code AssignedPartitions}, {@code
 *       PartitionBackoff}, {@code OffsetCommitter}, {@code LogEndCheck} and {@code InFlightLimiter}
 *   <li>pool: {@code PartitionWorker} processes and flushes one partition
 *   <li>watcher: {@link dev.rollcall.core.internal.engine.RunLife} holds the state that callers
 *       wait for, and the deadlines that the watcher enforces
 * </ul>
 *
 * Not here: what happens to a record ({@code process}) and how ports open and close ({@code run}).
 */
@NullMarked
package dev.rollcall.core.internal.engine;

import org.jspecify.annotations.NullMarked;
