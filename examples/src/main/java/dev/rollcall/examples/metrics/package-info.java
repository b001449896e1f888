/**
 * What a run of the command tells of itself to machines: {@link
 * dev.rollcall.examples.metrics.MetricsOptions}, an endpoint for Prometheus and for probes.
 */
@NullMarked
package dev.rollcall.examples.metrics;

import org.jspecify.annotations.NullMarked;
