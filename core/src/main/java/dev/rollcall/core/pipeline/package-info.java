/**
 * Definitions, and what runs them.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.pipeline.Pipeline} is a definition; {@code named} begins it
 *   <li>{@link dev.rollcall.core.pipeline.PipelineBuilder} declares its records, steps, sinks,
 *       aggregations and dead letters
 *   <li>{@link dev.rollcall.core.pipeline.Projection} chooses columns of a sink
 *   <li>{@link dev.rollcall.core.pipeline.PersonalData} drops or hashes personal columns, with an
 *       {@link dev.rollcall.core.pipeline.HmacKey}
 *   <li>{@link dev.rollcall.core.pipeline.ErrorPolicy} says how many unusable elements are too many
 *   <li>{@link dev.rollcall.core.pipeline.RetryPolicy} says how calls are retried; {@link
 *       dev.rollcall.core.pipeline.FlushBounds} how much is held
 *   <li>{@link dev.rollcall.core.pipeline.PipelinePlan} shows what a pipeline will do
 *   <li>{@link dev.rollcall.core.pipeline.PipelineRunner} runs it in this JVM; {@link
 *       dev.rollcall.core.pipeline.PipelineRunnerBuilder} sets how
 *   <li>{@link dev.rollcall.core.pipeline.BatchRun} computes a bounded set of records anew, on a
 *       {@link dev.rollcall.core.pipeline.BatchEngine}
 *   <li>{@link dev.rollcall.core.pipeline.DirectRun} takes single records through it, for tests and
 *       checks
 *   <li>{@link dev.rollcall.core.pipeline.RunListener} is told what happens; {@link
 *       dev.rollcall.core.pipeline.RunStatus} is the state of a run
 *   <li>{@link dev.rollcall.core.pipeline.RunReport} counts what became of its elements
 *   <li>{@link dev.rollcall.core.pipeline.RowRedrive} takes an element to the sink that refused it;
 *       {@link dev.rollcall.core.pipeline.RedriveElements} finds the element of a dead letter
 * </ol>
 *
 * <p>Not here: how records arrive and where rows go (the adapters), and the workings ({@code
 * internal.process}: {@code PartitionProcessor} first).
 */
@NullMarked
package dev.rollcall.core.pipeline;

import org.jspecify.annotations.NullMarked;
