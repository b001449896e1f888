/**
 * T13: the merger at the scale of many partitions and workers, in virtual time.
 *
 * <p>Not here: crashes and late writes ({@code dev.rollcall.faults.simulation}).
 */
@NullMarked
package dev.rollcall.faults.simulation.scale;

import org.jspecify.annotations.NullMarked;
