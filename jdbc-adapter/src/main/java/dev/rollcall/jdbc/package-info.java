/**
 * PostgreSQL, MySQL and MariaDB: rows ({@link dev.rollcall.jdbc.JdbcTable}), aggregates ({@link
 * dev.rollcall.jdbc.JdbcAggregates}) and the audit of runs ({@link dev.rollcall.jdbc.JdbcRuns}).
 * Read these descriptions first, then {@code Dialect} (what differs between the databases), {@code
 * JdbcRowSink} (how the newer row wins and how a bad one is found) and {@code CompareAndSet} (how
 * one transaction learns which of its writes took effect). {@code StoredTable} compares a real
 * table with what is wanted, {@code JdbcPools} shares connections within a JVM, {@code JdbcErrors}
 * is the one place that knows what an SQLSTATE means.
 *
 * <p>The driver of the database must be on the class path: {@code org.postgresql:postgresql}, or
 * {@code org.mariadb.jdbc:mariadb-java-client} for both MySQL and MariaDB.
 *
 * <p>Not here: reading rows, other databases, distributed transactions.
 */
@NullMarked
package dev.rollcall.jdbc;

import org.jspecify.annotations.NullMarked;
