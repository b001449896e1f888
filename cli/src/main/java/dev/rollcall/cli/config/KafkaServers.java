package dev.rollcall.cli.config;

import dev.rollcall.cli.console.Console;
import dev.rollcall.kafka.KafkaTopic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the Kafka brokers. */
public final class KafkaServers {

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
