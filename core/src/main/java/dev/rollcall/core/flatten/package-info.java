/**
 * From JSON bytes to flat rows.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.flatten.Flattener} reads a record strictly, takes envelopes apart,
 *       drops secrets, and maps each element as its record type declares; what becomes of one is an
 *       {@link dev.rollcall.core.flatten.Flattener.Element}: a row, or a refusal
 *   <li>{@link dev.rollcall.core.flatten.Coverage} reports the fields that no column reads and the
 *       columns that no field fills; {@link dev.rollcall.core.flatten.CoverageCounts} are those of
 *       one of several that use a flattener in turn
 *   <li>{@link dev.rollcall.core.flatten.DeleteMessage} makes the message that deletes the row of a
 *       key, as a type reads it
 *   <li>{@link dev.rollcall.core.flatten.ByteFormat} recognizes bytes that are no JSON by how they
 *       begin
 * </ol>
 *
 * <p>Not here: what becomes of the rows ({@code pipeline}).
 */
@NullMarked
package dev.rollcall.core.flatten;

import org.jspecify.annotations.NullMarked;
