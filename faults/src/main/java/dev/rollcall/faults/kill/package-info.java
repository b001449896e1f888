/**
 * Workers and servers that are killed, frozen, stopped, slowed down and cut off while records keep
 * coming. Start at {@link dev.rollcall.faults.kill.KilledWorkers}. What all tests share: {@code
 * Fleet} has the names, the records and the workers of one test, {@code Worker} is one of them,
 * {@code GroupLag} looks at the consumer group from outside, and {@code StoreReader} reads back
 * what is stored. {@code KillableServer} and {@code FaultyProxy} break what the workers talk to.
 * What runs in a worker's JVM is the package {@code worker}.
 */
@NullMarked
package dev.rollcall.faults.kill;

import org.jspecify.annotations.NullMarked;
