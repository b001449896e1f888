/**
 * Rows as the pipeline makes them, in this reading order: {@link
 * dev.rollcall.core.internal.row.ComparableRow} says when two are equal, {@link
 * dev.rollcall.core.internal.row.LazyRow} stands in its record by a {@link
 * dev.rollcall.core.internal.row.Slice} for each text, and {@link
 * dev.rollcall.core.internal.row.SelectedRow} and {@link
 * dev.rollcall.core.internal.row.ReplacedRow} look at another row.
 */
@NullMarked
package dev.rollcall.core.internal.row;

import org.jspecify.annotations.NullMarked;
