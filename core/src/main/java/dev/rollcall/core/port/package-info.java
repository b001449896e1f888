/**
 * The five ports through which a pipeline touches the world: {@link
 * dev.rollcall.core.port.RecordSource}, {@link dev.rollcall.core.port.RowSink}, {@link
 * dev.rollcall.core.port.AggregateStore}, {@link dev.rollcall.core.port.DeadLetters}, {@link
 * dev.rollcall.core.port.RunLog}. Each says what it guarantees, in what order, under which threads,
 * what a second call does and how it fails; the testkit has a contract test for each. A definition
 * holds serializable descriptions ({@link dev.rollcall.core.port.RowTarget}, {@link
 * dev.rollcall.core.port.AggregateTarget}, {@link dev.rollcall.core.port.DeadLetterTarget}) that
 * open the ports where the work is done. Adapters share connections within a JVM by {@link
 * dev.rollcall.core.port.SharedResources}. The package {@code memory} has all five in memory.
 */
@NullMarked
package dev.rollcall.core.port;

import org.jspecify.annotations.NullMarked;
