/**
 * Aggregations bound to a schema: {@link dev.rollcall.core.internal.aggregate.AggregationBinding}
 * checks and binds, {@link dev.rollcall.core.internal.aggregate.Aggregator} finds the group of a
 * row and finishes results, {@link dev.rollcall.core.internal.aggregate.AggregateDocument} is what
 * stores keep of a group.
 */
@NullMarked
package dev.rollcall.core.internal.aggregate;

import org.jspecify.annotations.NullMarked;
