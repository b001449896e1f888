/**
 * What a careful person writes by hand for the same work, without what a service needs beside it:
 * retries, dead letters, versions of rows, exactly-once effect. {@link TreeRow} and {@link
 * UsualAggregates} are the peers of core's steps, {@link ConsumerLoop} is that of a pipeline, with
 * {@link JdbcUpserts} or {@link CassandraInserts} behind it.
 */
@NullMarked
package dev.rollcall.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
