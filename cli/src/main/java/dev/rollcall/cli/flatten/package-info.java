/**
 * {@code rollcall flatten} and {@code rollcall aggregate}: files in, rows or groups out. Read
 * {@link dev.rollcall.cli.flatten.FlattenCommand}, then {@link
 * dev.rollcall.cli.flatten.FileFlattener}, which collects records, {@link
 * dev.rollcall.cli.flatten.RecordBatch}, where each element becomes a row or a dead letter, and
 * {@link dev.rollcall.cli.flatten.ParallelFlattening}, which has that done on all cores.
 */
@NullMarked
package dev.rollcall.cli.flatten;

import org.jspecify.annotations.NullMarked;
