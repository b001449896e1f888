/**
 * Definitions, and what runs them.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.pipeline.Pipeline} is a definition; {@code named} begins it, and
 *       {@link dev.rollcall.core.pipeline.Pipeline.Plan} shows what it will do
 *   <li>{@link dev.rollcall.core.pipeline.PipelineBuilder} declares its records, steps, sinks,
 *       aggregations and dead letters; of several kinds of records, each is a branch, which a
 *       {@link dev.rollcall.core.pipeline.BranchBuilder} declares
 *   <li>{@link dev.rollcall.core.pipeline.PersonalData} drops or hashes personal columns, with an
 *       {@link dev.rollcall.core.pipeline.HmacKey}
 *   <li>{@link dev.rollcall.core.pipeline.ErrorPolicy} says how many unusable elements are too many
 *   <li>{@link dev.rollcall.core.pipeline.RetryPolicy} says how calls are retried
 *   <li>{@link dev.rollcall.core.pipeline.PipelineRunner} runs it in this JVM; its {@code builder}
 *       sets how
 *   <li>{@link dev.rollcall.core.pipeline.BatchRun} computes a bounded set of records anew, on an
 *       engine of its choice
 *   <li>{@link dev.rollcall.core.pipeline.DirectRun} takes single records through it, for tests and
 *       checks
 *   <li>{@link dev.rollcall.core.pipeline.RunListener} is told what happens; {@link
 *       dev.rollcall.core.pipeline.RunStatus} is the state of a run
 *   <li>{@link dev.rollcall.core.pipeline.RunReport} counts what became of its elements
 *   <li>{@link dev.rollcall.core.pipeline.ElementRedrive} takes an element again to the sink that
 *       refused it, and finds the element of a dead letter
 * </ol>
 *
 * <p>Not here: how records arrive and where rows go (the adapters), and the workings ({@code
 * internal.process}: {@code PartitionProcessor} first).
 */
@NullMarked
package dev.rollcall.core.pipeline;

import org.jspecify.annotations.NullMarked;
