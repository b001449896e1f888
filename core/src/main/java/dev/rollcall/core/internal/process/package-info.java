/**
 * Where exactly-once effect is made, for every engine: {@link
 * dev.rollcall.core.internal.process.PartitionProcessor} takes the records of one source partition
 * through a pipeline, and seals what they became in a {@link
 * dev.rollcall.core.internal.process.SealedBuffer}; {@code BufferWriter} makes that durable, by
 * {@code RowWriter} and {@code AggregateMerger}. Read them in that order. Engines are not here.
 */
@NullMarked
package dev.rollcall.core.internal.process;

import org.jspecify.annotations.NullMarked;
