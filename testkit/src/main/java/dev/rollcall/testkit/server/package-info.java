/**
 * Real servers for tests and demonstrations, made from Maven artifacts alone: no Docker, no
 * installation, no JUnit.
 *
 * <p>Read in this order: {@link dev.rollcall.testkit.server.TestServers}, one set of servers per
 * JVM, started on first use; {@link dev.rollcall.testkit.server.Servers}, those of a program in a
 * folder that is kept; {@link dev.rollcall.testkit.server.KafkaServer}, {@link
 * dev.rollcall.testkit.server.CassandraServer}, {@link dev.rollcall.testkit.server.PostgresServer}
 * and {@link dev.rollcall.testkit.server.MariaDbServer}, which run outside of this JVM, so that no
 * class of theirs is on its class path; {@link dev.rollcall.testkit.server.MongoStandIn}, which
 * runs in this JVM and only stands in for MongoDB.
 *
 * <p>Each first looks for an environment variable that names an external server ({@code
 * ROLLCALL_KAFKA}, {@code ROLLCALL_CASSANDRA}, {@code ROLLCALL_MONGODB}, {@code ROLLCALL_JDBC},
 * {@code ROLLCALL_MYSQL}); if it is set, nothing is started or stopped. Clients are not here: bring
 * your own.
 */
@NullMarked
package dev.rollcall.testkit.server;

import org.jspecify.annotations.NullMarked;
