/**
 * {@code rollcall flatten} and {@code rollcall aggregate}: files in, rows or groups out. Read
 * {@link dev.rollcall.cli.flatten.FlattenCommand}, then {@link
 * dev.rollcall.cli.flatten.FileFlattener}, where each element becomes a row or a dead letter.
 */
@NullMarked
package dev.rollcall.cli.flatten;

import org.jspecify.annotations.NullMarked;
