/**
 * The JVM that the kill tests kill: {@code WorkerProcess} runs a real pipeline over a real topic.
 * {@code WatchedPorts} wraps its ports with counts and named failpoints; everything else is the
 * library as users have it. The parent's side is the package {@code kill}.
 */
@NullMarked
package dev.rollcall.faults.worker;

import org.jspecify.annotations.NullMarked;
