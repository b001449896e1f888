/**
 * Attacks on the guarantee that nothing is lost or counted twice, with figures that are published.
 *
 * <p>Start at {@link dev.rollcall.faults.Faults}, the command. Each attack is a {@link
 * dev.rollcall.faults.FaultTest}; {@link dev.rollcall.faults.FaultResult} collects what it found
 * and says whether that counts: a run in which no fault hit shows nothing. {@link
 * dev.rollcall.faults.ResultFile} writes it to {@code docs/results}, and {@link
 * dev.rollcall.faults.ResultTables} makes the tables of {@code docs/reliability.md} from there. The
 * attacks are in the packages below; {@code visit} is what several of them share.
 */
@NullMarked
package dev.rollcall.faults;

import org.jspecify.annotations.NullMarked;
