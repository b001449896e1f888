/**
 * What every generator of this kit draws from: {@link dev.rollcall.testkit.random.Draw}, the same
 * for the same seed and index on every machine and in every version.
 */
@NullMarked
package dev.rollcall.testkit.random;

import org.jspecify.annotations.NullMarked;
