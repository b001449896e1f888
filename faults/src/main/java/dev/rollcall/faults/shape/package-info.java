/**
 * Log shapes: real logs that grow, vanish, shrink and have holes, each of which must end in correct
 * results or in a halt that says what happened. Start at {@link
 * dev.rollcall.faults.shape.LogShapes}.
 */
@NullMarked
package dev.rollcall.faults.shape;

import org.jspecify.annotations.NullMarked;
