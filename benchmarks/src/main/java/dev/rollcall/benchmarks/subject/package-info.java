/**
 * Rollcall as the benchmarks call it. {@link CoreSteps} calls the steps of core one by one, {@link
 * ProfilePipeline} runs a whole pipeline, {@link SparkPipeline} the same on Spark, {@link Growth}
 * any number of records from memory. Only these classes name Rollcall's API, so that the benchmarks
 * are quickly carried over to an older or newer build.
 */
@NullMarked
package dev.rollcall.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
