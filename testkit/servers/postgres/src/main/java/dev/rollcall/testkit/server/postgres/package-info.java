/**
 * The main class of the embedded PostgreSQL server. It runs in a JVM of its own, so that no jar of
 * the server is on the class path of a test or a user; the testkit's {@code server} package starts
 * it.
 */
@NullMarked
package dev.rollcall.testkit.server.postgres;

import org.jspecify.annotations.NullMarked;
