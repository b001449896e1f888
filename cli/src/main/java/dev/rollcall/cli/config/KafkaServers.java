package dev.rollcall.cli.config;

import dev.rollcall.cli.console.Console;
import dev.rollcall.kafka.KafkaTopic;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the Kafka brokers. */
public final class KafkaServers {

  /** Of the clients while a person waits: a server that is not there is said within seconds. */
  public static final Map<String, String> IMPATIENT =
      Map.of("default.api.timeout.ms", "20000", "request.timeout.ms", "15000");

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT[,…]",
      description = "The Kafka brokers. Default: ROLLCALL_KAFKA, else localhost:9092.")
  private @Nullable String servers;

  /** The option, else the variable, else this machine. */
  public String in(Console console) {
    String told = servers == null ? console.environment().get("ROLLCALL_KAFKA") : servers;
    return told == null || told.isBlank() ? KafkaTopic.DEFAULT_SERVERS : told;
  }
}
