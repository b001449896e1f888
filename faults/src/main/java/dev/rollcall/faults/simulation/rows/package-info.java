/**
 * The simulation of rows and deletes under two definitions: workers of both at once, a correction
 * that is replayed, writes that arrive late, a store that somebody has changed by hand. {@code
 * RowsWorld} is one run, {@code RowModel} how a kind of store decides, {@code RowsBug} what is
 * planted.
 */
@NullMarked
package dev.rollcall.faults.simulation.rows;

import org.jspecify.annotations.NullMarked;
