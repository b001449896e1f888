/**
 * Where exactly-once effect is made, for every engine: {@link
 * dev.rollcall.core.internal.process.PartitionProcessor} takes the records of one source partition
 * through a pipeline, and seals what they became in a {@link
 * dev.rollcall.core.internal.process.SealedBuffer}; {@code BufferWriter} makes that durable: a
 * {@link dev.rollcall.core.internal.process.Flush} is begun with its rows ({@code RowWriter}),
 * merged into the aggregates ({@link dev.rollcall.core.internal.process.AggregateMerges}, with
 * others or alone, document by document in {@code BulkMerge}), and ended with its letters. Read
 * them in that order. What the partitions of a run read with is in {@link
 * dev.rollcall.core.internal.process.RecordReaders}. Engines are not here.
 */
@NullMarked
package dev.rollcall.core.internal.process;

import org.jspecify.annotations.NullMarked;
