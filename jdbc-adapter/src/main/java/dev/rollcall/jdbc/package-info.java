/**
 * PostgreSQL, MySQL and MariaDB: tables of rows, aggregates, dead letters and the log of runs. The
 * driver of the database must be on the class path: {@code org.postgresql:postgresql}, or {@code
 * org.mariadb.jdbc:mariadb-java-client} for both MySQL and MariaDB.
 *
 * <p>Public are {@link dev.rollcall.jdbc.JdbcTable}, {@link dev.rollcall.jdbc.JdbcAggregates},
 * {@link dev.rollcall.jdbc.JdbcDeadLetters} and {@link dev.rollcall.jdbc.JdbcRuns}. Reading order:
 *
 * <ol>
 *   <li>the four targets (with {@code JdbcTarget}, {@code JdbcAddress}, {@code JdbcUrl}): what a
 *       user declares
 *   <li>{@code Dialect}, {@code PostgresDialect} ({@code PostgresRights}), {@code MysqlDialect}
 *       ({@code MysqlTypes}, {@code MysqlKey}): what differs between the databases; {@code
 *       ValueChecks}, {@code PacketSize}: values that they would refuse or change
 *   <li>{@code SqlTable}: a table as Rollcall wants it, of rows ({@code RowTable}), aggregates
 *       ({@code AggregateLayout}) or runs ({@code RunTable}); {@code StoredTable}, {@code
 *       StoredColumn}: as it is stored; {@code JdbcTableOpener} makes and compares it; {@code
 *       EarlierRows}: the migration of tables of rows; {@code JdbcDefinitions}: which definition
 *       writes which of them
 *   <li>{@code JdbcRowSink}: how the newer row wins and how a bad one is found; {@code
 *       JdbcAggregateStore}, {@code CompareAndSet}: how one transaction learns which of its writes
 *       took effect; {@code JdbcRunLog}
 *   <li>{@code JdbcConnections}, {@code JdbcConnector}, {@code DriverDataSource}: pools, shared
 *       within a JVM
 *   <li>{@code JdbcErrors}: the only class that maps errors to their kind, by {@code SqlStates},
 *       {@code MysqlCodes}, {@code TlsErrors}, {@code ServerFields}; {@code RejectionReason}: which
 *       column is to blame
 * </ol>
 *
 * <p>Not here: reading rows, other databases, distributed transactions.
 */
@NullMarked
package dev.rollcall.jdbc;

import org.jspecify.annotations.NullMarked;
