/**
 * From JSON bytes to flat rows.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.flatten.Flattener} reads a record strictly, takes envelopes apart,
 *       drops secrets, and maps each element as its record type declares
 *   <li>{@link dev.rollcall.core.flatten.Element} is what each element becomes: a row, or a refusal
 *   <li>{@link dev.rollcall.core.flatten.Coverage} reports the fields that no column reads and the
 *       columns that no field fills
 *   <li>{@link dev.rollcall.core.flatten.RecordSplitter} takes an envelope apart into the bytes of
 *       its elements
 *   <li>{@link dev.rollcall.core.flatten.UnreadableRecord} describes a record that is no JSON
 *   <li>{@link dev.rollcall.core.flatten.ByteFormat} recognizes what it is instead
 * </ol>
 *
 * <p>Not here: what becomes of the rows ({@code pipeline}).
 */
@NullMarked
package dev.rollcall.core.flatten;

import org.jspecify.annotations.NullMarked;
