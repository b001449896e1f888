package dev.rollcall.cli.produce;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.cli.config.KafkaServers;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.JsonOption;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollcall produce}: users into a topic, exactly once. */
@Command(
    name = "produce",
    description = {
      "Brings users into a topic of Kafka, each exactly once.",
      "One message a user, keyed by user id, in transactions. The same users again add nothing; a"
          + " load that was stopped goes on after its last page.",
      ""
    },
    exitCodeList = {
      "0:all users are in the topic",
      "1:something failed; run it again, and it goes on",
      "2:wrong usage: the message says what to change"
    },
    footer = {
      "%nExamples:",
      "  rollcall produce --users 5000",
      "  rollcall produce --topic people --from replies/ --json -"
    })
public final class ProduceCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The topic; created if it does not exist. Default: users.")
  private String topic = "users";

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "The number of partitions of a topic that is created. Default: 3.")
  private int partitions = 3;

  @Mixin private KafkaServers kafka = new KafkaServers();
  @Mixin private UserOriginOptions users = new UserOriginOptions();

  @Mixin private JsonOption json = new JsonOption();

  /** Writes to this console. */
  public ProduceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (partitions < 1) {
      throw new ConfigurationException("--partitions: got " + partitions + ", expected at least 1");
    }
    json.require();
    UserOrigin origin = users.origin();
    Load load = origin.load();
    KafkaTopic target = KafkaTopic.named(topic).bootstrapServers(kafka.in(console));
    KafkaTopics.create(target, partitions);
    Loaded loaded = load.into(target, new Progress(console));
    console
        .err()
        .printf(
            "%,d users of %s in topic '%s', %,d of them added by this run%n",
            loaded.records(), origin.describe(), topic, loaded.added());
    json.write(figures(loaded), console);
    return 0;
  }

  private ObjectNode figures(Loaded loaded) {
    return new ObjectMapper()
        .createObjectNode()
        .put("topic", topic)
        .put("load", loaded.id())
        .put("records", loaded.records())
        .put("added", loaded.added());
  }
}
