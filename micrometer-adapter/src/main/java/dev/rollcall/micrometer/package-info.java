/**
 * The figures of runs as Micrometer meters, for Prometheus and whatever else Micrometer speaks to:
 * {@link dev.rollcall.micrometer.PipelineMetrics}, a listener for either engine. Not here: a
 * registry and its endpoint, which are the application's.
 */
@NullMarked
package dev.rollcall.micrometer;

import org.jspecify.annotations.NullMarked;
