package dev.rollcall.cli.metrics;

import static java.net.HttpURLConnection.HTTP_BAD_METHOD;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_OK;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.cli.engine.Watch;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.micrometer.PipelineMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The meters of the runs of this JVM, and of the JVM itself, over HTTP in Prometheus' text format.
 * Live: no run has failed or stands still. Ready: there are runs, and all are at work. Threadsafe.
 */
final class MetricsEndpoint implements Watch {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final Map<String, Supplier<RunStatus>> runs = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  private MetricsEndpoint(HttpServer server) {
    this.server = server;
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /**
   * Listens there.
   *
   * @throws ConfigurationException if it cannot
   */
  static MetricsEndpoint open(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new ConfigurationException(
          "--metrics-host: '" + host + "' is no address of this machine");
    }
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new ConfigurationException(
          "--metrics-port: cannot listen on %s:%d (%s); take another, or 0 for any"
              .formatted(host, port, e.getMessage()));
    }
    MetricsEndpoint endpoint = new MetricsEndpoint(server);
    server.start();
    return endpoint;
  }

  /** {@code http://127.0.0.1:9464}. */
  String address() {
    InetSocketAddress at = server.getAddress();
    return "http://" + at.getHostString() + ":" + at.getPort();
  }

  @Override
  public RunListener over(Pipeline pipeline) {
    return PipelineMetrics.of(registry, pipeline);
  }

  @Override
  public void began(Pipeline pipeline, Supplier<RunStatus> status) {
    runs.put(pipeline.name(), status);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, HTTP_BAD_METHOD, "expected GET\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> send(exchange, HTTP_OK, registry.scrape());
        case "/health/live" -> probe(exchange, true, MetricsEndpoint::isLive);
        case "/health/ready" -> probe(exchange, !runs.isEmpty(), RunStatus::ready);
        default ->
            send(exchange, HTTP_NOT_FOUND, "expected /metrics, /health/live or /health/ready\n");
      }
    }
  }

  /** A run that was asked to stop is not ill. */
  private static boolean isLive(RunStatus status) {
    return status.live() || status.state() == RunStatus.State.STOPPED;
  }

  private void probe(HttpExchange exchange, boolean before, Predicate<RunStatus> good)
      throws IOException {
    StringBuilder text = new StringBuilder();
    boolean all = before;
    for (Map.Entry<String, Supplier<RunStatus>> run : runs.entrySet()) {
      RunStatus status = run.getValue().get();
      all &= good.test(status);
      text.append(run.getKey()).append(": ").append(status).append('\n');
    }
    send(
        exchange,
        all ? HTTP_OK : HTTP_UNAVAILABLE,
        text.isEmpty() ? "no run yet\n" : text.toString());
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", TEXT);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    collector.close();
    registry.close();
  }
}
