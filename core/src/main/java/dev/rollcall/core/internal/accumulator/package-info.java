/**
 * The states of measures, and their bytes. {@link
 * dev.rollcall.core.internal.accumulator.AccumulatorSpec} says what is accumulated and makes an
 * {@link dev.rollcall.core.internal.accumulator.Accumulator} of its kind; {@link
 * dev.rollcall.core.internal.accumulator.Accumulators} is the state of one group. A new measure
 * begins at {@code Measure.Kind}, which {@code AccumulatorSpec.kindOf} maps to a state; a new state
 * needs an {@code AccumulatorSpec.Kind}, whose code is stored for ever.
 */
@NullMarked
package dev.rollcall.core.internal.accumulator;

import org.jspecify.annotations.NullMarked;
