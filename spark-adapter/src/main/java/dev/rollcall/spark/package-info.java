/**
 * The Spark engine, with the same processor and the same guarantee as any other engine.
 *
 * <p>Public are {@link dev.rollcall.spark.SparkPipelines}, which runs a pipeline on a topic as a
 * stream ({@link dev.rollcall.spark.SparkRun}) or as a batch; {@link
 * dev.rollcall.spark.SparkBatches}, the engine of batches of parts; and {@link
 * dev.rollcall.spark.SparkRows}, which flattens records to typed columns for those who go on in
 * SQL. Reading order:
 *
 * <ol>
 *   <li>driver: {@code SparkPipelines}, {@code BatchRunner} (with {@code SparkJob}), {@code
 *       CheckpointMark}, {@code StreamProgress}, {@code SparkErrors}
 *   <li>executors: {@code RangeTask}, {@code KafkaRows} (rows as records), {@code RangeProcessor},
 *       {@code ExecutorPorts} (what the tasks of a run share in one JVM), {@code TaskFailures}
 *   <li>{@code FlattenTask}, of {@code SparkRows}
 * </ol>
 *
 * <p>Not here: what happens to a record (core) and how stores are written (the adapters).
 */
@NullMarked
package dev.rollcall.spark;

import org.jspecify.annotations.NullMarked;
