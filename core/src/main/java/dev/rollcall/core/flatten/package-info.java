/**
 * JSON bytes to flat rows. {@link dev.rollcall.core.flatten.Flattener} reads a record strictly,
 * takes envelopes apart, drops secrets and maps each element as its record type declares; every
 * element becomes exactly one {@link dev.rollcall.core.flatten.Element}. Not here: what happens to
 * rows afterwards ({@code pipeline}).
 */
@NullMarked
package dev.rollcall.core.flatten;

import org.jspecify.annotations.NullMarked;
