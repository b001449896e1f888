/**
 * What is counted. States of aggregations merge in any order to the same bytes.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.aggregate.Aggregation} names an aggregation; {@code named} begins
 *       its declaration, {@code over} aggregates rows in memory, and its {@link
 *       dev.rollcall.core.aggregate.Aggregation.Table} lists the columns of the results, for stores
 *   <li>{@link dev.rollcall.core.aggregate.AggregationBuilder} declares groups, windows and
 *       measures
 *   <li>{@link dev.rollcall.core.aggregate.Measure} is one figure, with its exactness or its error;
 *       a {@link dev.rollcall.core.aggregate.Measure.Condition} limits it to some rows
 *   <li>{@link dev.rollcall.core.aggregate.AggregateKey} identifies the stored document of a group
 * </ol>
 *
 * <p>Not here: where documents are kept ({@code port}), and the workings ({@code
 * internal.aggregate}, {@code internal.accumulator}). A new measure begins at {@code Measure.Kind}.
 */
@NullMarked
package dev.rollcall.core.aggregate;

import org.jspecify.annotations.NullMarked;
