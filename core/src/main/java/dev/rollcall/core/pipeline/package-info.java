/**
 * The pipeline: an immutable, serializable definition and the processor that runs it, exactly once
 * in effect, for one source partition. Read {@code Pipeline} first (what a user writes), then
 * {@code PartitionProcessor} (what it means), then {@code RunReport} (what came of it). Not here:
 * how records arrive (the engines) and where they go (the adapters).
 */
@NullMarked
package dev.rollcall.core.pipeline;

import org.jspecify.annotations.NullMarked;
