/**
 * Apache Cassandra, 4.0 and later, through the plain java-driver: rows are written to a table, and
 * the rows of a table are read as the records of a batch.
 *
 * <p>Public are {@link dev.rollcall.cassandra.CassandraTable}, the target, and {@link
 * dev.rollcall.cassandra.CassandraRecords}, the batch origin. Reading order:
 *
 * <ol>
 *   <li>{@code CassandraTable} (with {@code TableOptions}, {@code CassandraAddress}): what a user
 *       declares; {@code CassandraPlan}: what it prints; {@code TableCql}: the statements
 *   <li>{@code CassandraTableOpener} makes the table, {@code StoredTable} compares it with the
 *       schema, {@code CassandraRowSink} writes, {@code InFlightInserts} are its pending inserts
 *   <li>{@code CassandraDefinitions} keeps which definition writes a table
 *   <li>{@code RowBinder} binds a row, {@code CqlTypeMappings} encodes its values, {@code
 *       WriteTime} makes the newer row win, {@code KeySizes} checks the key
 *   <li>{@code CassandraConnections} and {@code CassandraConnector} (with {@code DriverSettings}):
 *       driver sessions, shared within a JVM
 *   <li>{@code CassandraErrors}: what the driver's errors mean; only the opening tells some apart
 *       itself
 *   <li>{@code CassandraRecords}, {@code SourceTable}, {@code CassandraBatchPart}: reading
 * </ol>
 *
 * <p>Not here: aggregates, counters, collections and user-defined types.
 */
@NullMarked
package dev.rollcall.cassandra;

import org.jspecify.annotations.NullMarked;
