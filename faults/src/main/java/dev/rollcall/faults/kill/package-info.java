/**
 * Faults of whole processes: workers that are killed, stopped and frozen, servers that are killed,
 * connections that break.
 *
 * <p>Start at {@link dev.rollcall.faults.kill.KilledWorkers}. Workers are JVMs of their own ({@code
 * worker}), started and hit by the tests ({@code fleet}) while records keep coming ({@code visit});
 * at the end an independent reading of the log says what is wrong ({@code oracle}).
 */
@NullMarked
package dev.rollcall.faults.kill;

import org.jspecify.annotations.NullMarked;
