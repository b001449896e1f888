package dev.rollcall.cli.metrics;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.engine.Watch;
import dev.rollcall.core.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the metrics endpoint of a run. */
public final class MetricsOptions {

  private static final int PORTS = 65_535;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "Serve Prometheus metrics at /metrics and probes at /health/live and /health/ready on"
              + " this port; 0 picks a free port and prints it.")
  private @Nullable Integer port;

  @Option(
      names = "--metrics-host",
      paramLabel = "HOST",
      description = "The address to listen on, such as 0.0.0.0 for all. Default: 127.0.0.1.")
  private String host = "127.0.0.1";

  /**
   * Listens, if it is asked to, until the watch is closed.
   *
   * @throws ConfigurationException if it cannot listen there
   */
  public Watch open(Progress progress) {
    Integer asked = port;
    if (asked == null) {
      return Watch.NONE;
    }
    if (asked < 0 || asked > PORTS) {
      throw new ConfigurationException(
          "--metrics-port: got %d, expected 0 to %d".formatted(asked, PORTS));
    }
    MetricsEndpoint endpoint = MetricsEndpoint.open(host, asked);
    progress.say("Metrics: " + endpoint.address() + "/metrics");
    return endpoint;
  }
}
