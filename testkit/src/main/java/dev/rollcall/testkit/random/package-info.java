/**
 * The source of randomness of all generators: {@link dev.rollcall.testkit.random.Draw}, which gives
 * the same values for the same seed and index on every machine and in every version.
 */
@NullMarked
package dev.rollcall.testkit.random;

import org.jspecify.annotations.NullMarked;
