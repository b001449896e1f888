/**
 * A definition and what it compiles to: {@link
 * dev.rollcall.core.internal.pipeline.PipelineDefinition} is declared and serializable, {@link
 * dev.rollcall.core.internal.pipeline.CompiledPipeline} is bound to schemas, once per JVM. {@link
 * dev.rollcall.core.internal.pipeline.Step} is what stands between flattening and the sinks.
 */
@NullMarked
package dev.rollcall.core.internal.pipeline;

import org.jspecify.annotations.NullMarked;
