/**
 * The parent's side of the kill tests: {@code Sandbox} has the names, the records and the workers
 * of one test, {@code Fleet} is the workers, {@code Worker} one of them, and {@code GroupLag} looks
 * at the consumer group from outside. {@code KillableServers} and {@code FaultyProxy} break what
 * the workers talk to. What runs in a worker's JVM is the package {@code worker}.
 */
@NullMarked
package dev.rollcall.faults.fleet;

import org.jspecify.annotations.NullMarked;
