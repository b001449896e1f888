/**
 * Aggregations whose state merges in any order to the same bytes. Read {@link
 * dev.rollcall.core.aggregate.Aggregation} (what a user declares, with {@link
 * dev.rollcall.core.aggregate.Measure} and {@link dev.rollcall.core.aggregate.Condition}), then
 * {@link dev.rollcall.core.aggregate.Aggregator} (an aggregation bound to a schema: it names the
 * {@link dev.rollcall.core.aggregate.AggregateKey} of a row and makes {@link
 * dev.rollcall.core.aggregate.Accumulators}), then {@link
 * dev.rollcall.core.aggregate.AggregateDocument} (what is stored). The laws are in {@code
 * Accumulator}; a new measure is a kind of it, a {@code Slot} and one line of the law test. Not
 * here: when documents are read and written ({@code pipeline}) and where ({@code port}).
 */
@NullMarked
package dev.rollcall.core.aggregate;

import org.jspecify.annotations.NullMarked;
