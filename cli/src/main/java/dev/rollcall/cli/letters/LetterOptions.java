package dev.rollcall.cli.letters;

import dev.rollcall.cli.config.KafkaServers;
import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Console;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.redrive.LetterStatus;
import dev.rollcall.kafka.redrive.Redrive;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that select letters and say where they are. */
final class LetterOptions {

  @Option(
      names = "--dead-letter-topic",
      paramLabel = "TOPIC",
      description = "The topic of the letters. Default: users.dead-letters.")
  private String topic = "users.dead-letters";

  @Mixin private KafkaServers kafka = new KafkaServers();

  @Option(
      names = "--reason-class",
      paramLabel = "NAME[,NAME]",
      split = ",",
      description = "Only letters of these reason classes, such as wrong-type.")
  private List<String> reasonClasses = new ArrayList<>();

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Only letters of this stage: decode, map, transform or sink.")
  private @Nullable String stage;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Only letters of records of this topic.")
  private @Nullable String source;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Give a letter up after so many attempts. Default: 3.")
  private int maxAttempts = Redrive.MAX_ATTEMPTS;

  @Option(
      names = "--no-earlier-version",
      description = {
        "Confirms that no earlier version of Rollcall has read the source. Earlier versions"
            + " accepted elements that are refused today, such as a number whose unit is not"
            + " declared; sent again, those would count twice. Without this option such letters"
            + " are left."
      })
  private boolean noEarlierVersion;

  DeadLetterTopic deadLetters(Console console) {
    return DeadLetterTopic.named(topic)
        .bootstrapServers(kafka.in(console))
        .properties(KafkaServers.IMPATIENT);
  }

  Redrive redrive(Console console) {
    if (stage != null) {
      Choice.of("--stage", stage, DeadLetter.Stage.class);
    }
    if (maxAttempts < 1) {
      throw new ConfigurationException(
          "--max-attempts: got " + maxAttempts + ", expected at least 1");
    }
    Redrive redrive = Redrive.of(deadLetters(console), Users.recordType()).maxAttempts(maxAttempts);
    return noEarlierVersion ? redrive.noEarlierVersion() : redrive;
  }

  boolean test(LetterStatus status) {
    DeadLetter letter = status.letter();
    return (reasonClasses.isEmpty() || reasonClasses.contains(letter.reasonClass()))
        && (stage == null || stage.equals(letter.stage().label()))
        && (source == null || source.equals(letter.source()));
  }
}
