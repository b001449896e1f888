/**
 * Workers and servers that are killed, frozen, stopped, slowed down and cut off while records keep
 * coming. Start at {@link dev.rollcall.faults.kill.KilledWorkers}; what all share is the {@code
 * Sandbox} of the package {@code fleet}.
 */
@NullMarked
package dev.rollcall.faults.kill;

import org.jspecify.annotations.NullMarked;
