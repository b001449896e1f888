/**
 * The states of measures, and their bytes. {@link
 * dev.rollcall.core.internal.accumulator.AccumulatorSpec} says what is accumulated and makes an
 * {@link dev.rollcall.core.internal.accumulator.Accumulator} of its kind; {@link
 * dev.rollcall.core.internal.accumulator.Accumulators} is the state of one group. To add a measure,
 * begin with {@code AccumulatorSpec.Kind}, whose codes are part of stored state.
 */
@NullMarked
package dev.rollcall.core.internal.accumulator;

import org.jspecify.annotations.NullMarked;
