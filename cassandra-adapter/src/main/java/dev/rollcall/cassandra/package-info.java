/**
 * Rows in Apache Cassandra (4.0 and later) through the plain java-driver.
 *
 * <p>Begin with {@link dev.rollcall.cassandra.CassandraTable}, the description that goes into a
 * pipeline; it is the one public type. {@code CassandraRowSink} writes, {@code CassandraSessions}
 * shares driver sessions within a JVM, {@code StoredTable} compares the real table with the schema,
 * {@code CqlTypeMappings} turns values into cells, {@code CassandraErrors} is the one place that
 * knows the driver's errors.
 *
 * <p>Not here: reading rows, counters, collections and user-defined types.
 */
@NullMarked
package dev.rollcall.cassandra;

import org.jspecify.annotations.NullMarked;
