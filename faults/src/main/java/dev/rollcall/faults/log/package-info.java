/**
 * Logs that grow, vanish, shrink and have holes, each of which must end in correct results or in a
 * halt that says what happened. Start at {@link dev.rollcall.faults.log.LogCases}, the test; {@code
 * ReshapedLogs} and {@code ReplacedLogs} hold the shapes, {@code LogCase} is the topic, group and
 * stores that each has to itself.
 */
@NullMarked
package dev.rollcall.faults.log;

import org.jspecify.annotations.NullMarked;
