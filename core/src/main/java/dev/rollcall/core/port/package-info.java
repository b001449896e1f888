/**
 * The ports through which a pipeline touches the world, for those who write an adapter. A contract
 * test in the testkit checks each.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.port.RowTarget} describes where rows go and opens a {@link
 *       dev.rollcall.core.port.RowSink}
 *   <li>{@link dev.rollcall.core.port.AggregateTarget} describes where aggregates are kept and
 *       opens an {@link dev.rollcall.core.port.AggregateStore}
 *   <li>{@link dev.rollcall.core.port.DeadLetterTarget} describes where unusable elements go and
 *       opens {@link dev.rollcall.core.port.DeadLetters} for each {@link
 *       dev.rollcall.core.port.DeadLetter}
 *   <li>{@link dev.rollcall.core.port.DefinitionRegistry} keeps which definitions write a target of
 *       rows
 *   <li>{@link dev.rollcall.core.port.SinkPlan} says what a target will do
 *   <li>{@link dev.rollcall.core.port.RecordSource} hands out the records of a log, and {@link
 *       dev.rollcall.core.port.RecordSource.Origin} describes and opens it
 *   <li>{@link dev.rollcall.core.port.RunLog} notes the runs of batches
 *   <li>{@link dev.rollcall.core.port.SharedResources} shares connections within a JVM
 * </ol>
 *
 * <p>Targets are serializable descriptions; they open ports where the work is done. Not here: the
 * same ports in memory ({@code memory}), and the records of a batch ({@link
 * dev.rollcall.core.pipeline.BatchRun.Origin}).
 */
@NullMarked
package dev.rollcall.core.port;

import org.jspecify.annotations.NullMarked;
