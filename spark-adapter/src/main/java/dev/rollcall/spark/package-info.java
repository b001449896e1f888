/**
 * The Spark engine. {@link dev.rollcall.spark.SparkPipelines} runs a pipeline on a topic, streaming
 * or as a batch, with the same processor and the same guarantee as any other engine; {@link
 * dev.rollcall.spark.SparkRows} flattens records to typed columns for those who go on in SQL. Not
 * here: what happens to a record (core) and how stores are written (the adapters).
 */
@NullMarked
package dev.rollcall.spark;

import org.jspecify.annotations.NullMarked;
