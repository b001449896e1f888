/**
 * The engine in this JVM: {@link dev.rollcall.core.internal.engine.PollLoop} is the one thread that
 * owns the source, {@code PartitionWorker} processes and flushes a partition on a pool, {@link
 * dev.rollcall.core.internal.engine.RunLife} says when the run is over. The design is ADR 6.
 */
@NullMarked
package dev.rollcall.core.internal.engine;

import org.jspecify.annotations.NullMarked;
