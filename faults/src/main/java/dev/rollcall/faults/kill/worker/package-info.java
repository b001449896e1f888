/**
 * What runs in the JVM that is to be killed: {@code WorkerProcess}, a real pipeline over a real
 * topic, whose ports are wrapped. The wrappers count refused compare-and-sets and offer named
 * failpoints; all else is the library as users have it.
 */
@NullMarked
package dev.rollcall.faults.kill.worker;

import org.jspecify.annotations.NullMarked;
