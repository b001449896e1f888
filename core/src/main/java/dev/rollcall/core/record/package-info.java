/**
 * What a record becomes: declared once, then rows of one shape.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.record.RecordType} names a record type; {@code named} begins its
 *       declaration
 *   <li>{@link dev.rollcall.core.record.RecordTypeBuilder} declares columns, paths, readings,
 *       envelopes and secrets
 *   <li>{@link dev.rollcall.core.record.ColumnType} lists the types of columns; {@link
 *       dev.rollcall.core.record.EpochUnit} lists units of times, {@link
 *       dev.rollcall.core.record.MessageField} what a message says of itself
 *   <li>{@link dev.rollcall.core.record.Schema} holds the columns and the key of rows
 *   <li>{@link dev.rollcall.core.record.Column} is one of them, with its {@link
 *       dev.rollcall.core.record.Column.Sensitivity}
 *   <li>{@link dev.rollcall.core.record.Row} is one flat, typed row, with its key, its version and
 *       the functions over rows that a user gives: {@link dev.rollcall.core.record.Row.Predicate},
 *       {@link dev.rollcall.core.record.Row.Derivation}, {@link dev.rollcall.core.record.Row.Rule}
 *   <li>{@link dev.rollcall.core.record.Utf8Sink} receives the bytes of a row's texts
 *   <li>{@link dev.rollcall.core.record.SourceRecord} is a record as a source gives it
 *   <li>{@link dev.rollcall.core.record.SourcePartition} names where it came from
 *   <li>{@link dev.rollcall.core.record.Texts} checks, cuts and hashes texts, and suggests the name
 *       that was meant: for adapters
 * </ol>
 *
 * <p>Not here: reading JSON ({@code flatten}) and moving rows ({@code port}, {@code pipeline}).
 */
@NullMarked
package dev.rollcall.core.record;

import org.jspecify.annotations.NullMarked;
