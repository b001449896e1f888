/**
 * What a careful person writes by hand for the same work, without what a service needs beside it:
 * retries, dead letters, versions of rows, exactly-once effect. {@link TreeRow} and {@link
 * BoundRow} are the peers of decoding, {@link UsualAggregates} is that of aggregating, {@link
 * ConsumerLoop} that of a pipeline, with a {@link ProfileWriter} behind it. {@link SparkJobs},
 * {@link DuckDbFiles} and {@link JqPrograms} are what people run instead.
 */
@NullMarked
package dev.rollcall.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
