/**
 * Runs as Micrometer meters, for Prometheus and every other registry: {@link
 * dev.rollcall.micrometer.PipelineMetrics}, a listener for either engine. Not here: the registry
 * and its endpoint, which the application provides.
 */
@NullMarked
package dev.rollcall.micrometer;

import org.jspecify.annotations.NullMarked;
