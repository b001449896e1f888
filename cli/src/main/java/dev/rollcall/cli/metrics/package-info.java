/**
 * What a run of the command tells of itself to machines: {@link
 * dev.rollcall.cli.metrics.MetricsOptions}, an endpoint for Prometheus and for probes.
 */
@NullMarked
package dev.rollcall.cli.metrics;

import org.jspecify.annotations.NullMarked;
