/**
 * The five ports in memory: for tests, for trying a pipeline out, and as the plainest example of
 * what a port must do. They pass the same contract tests as the adapters. A target is known by its
 * name within the JVM, so that a serialized definition finds the same store again; {@code clear()}
 * empties it.
 */
@NullMarked
package dev.rollcall.core.memory;

import org.jspecify.annotations.NullMarked;
