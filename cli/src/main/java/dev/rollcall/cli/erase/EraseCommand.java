package dev.rollcall.cli.erase;

import dev.rollcall.cli.config.KafkaServers;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.JsonOption;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.erase.Erase;
import dev.rollcall.kafka.erase.Erasure;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollcall erase}: writes the delete of a person into a topic. */
@Command(
    name = "erase",
    description = {
      "Erases a person: writes a delete into the topic, dated later than everything in it, so that"
          + " the row goes from every store that pipelines fill from the topic, and no record that"
          + " is in the topic now brings it back; what is sent later with a later time does.",
      "Dead letters that would send the person again are barred from re-drive. What an erase does"
          + " not do is printed; see docs/erasing.md.",
      ""
    },
    footer = {
      "%nExit codes: 0 written (or planned), 1 Kafka does not answer, letters are not barred, or"
          + " a group is not so far (run it again), 2 wrong usage,"
          + " 3 written, and of some dead letters nobody can tell whose they are.",
      "%nExamples:",
      "  rollcall erase --topic users --key - --dry-run < key.txt",
      "  rollcall erase --topic users --key - < key.txt",
      "  rollcall erase --topic people --key-field id --key -"
    })
public final class EraseCommand implements Callable<Integer> {

  private static final int UNIDENTIFIED_LETTERS = 3;

  private final Console console;

  @Option(names = "--topic", paramLabel = "T", required = true, description = "The topic.")
  private String topic = "";

  @Option(
      names = "--key",
      paramLabel = "KEY|-",
      required = true,
      description =
          "The person's key in plain; - reads a line from standard input, because shells keep"
              + " arguments in their history. Of users it is the user_id of the tables. It is never"
              + " shown.")
  private String key = "";

  @Option(
      names = "--key-field",
      paramLabel = "PATH",
      description =
          "For records of a type of your own, which must declare tombstoneKey(COLUMN): where they"
              + " have the key. Default: the records are users, of Users.erasable().")
  private @Nullable String keyField;

  @Option(
      names = "--dead-letter-topic",
      paramLabel = "TOPIC",
      description = "The topic of the dead letters. Default: TOPIC.dead-letters, if there is one.")
  private @Nullable String letterTopic;

  @Mixin private KafkaServers kafka = new KafkaServers();

  @Option(names = "--dry-run", description = "Show what would be done; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--wait-for",
      paramLabel = "GROUP",
      split = ",",
      description =
          "Wait until these consumer groups have read past the delete, at most --wait-seconds."
              + " Whether they deleted their reports say: 1 deleted.")
  private List<String> groups = new ArrayList<>();

  @Option(names = "--wait-seconds", paramLabel = "N", description = "Default: 60.")
  private int waitSeconds = 60;

  @Mixin private JsonOption json = new JsonOption();

  public EraseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    json.require();
    KafkaTopic source =
        KafkaTopic.named(topic)
            .bootstrapServers(kafka.in(console))
            .properties(KafkaServers.IMPATIENT);
    Erase erase = Erase.from(source, type());
    Pipeline[] pipelines = keyField == null ? KnownPipelines.of(topic) : new Pipeline[0];
    erase = erase.pipelines(pipelines);
    DeadLetterTopic letters = letters(source);
    if (letters != null) {
      erase = erase.deadLetters(letters);
    }
    String person = key();
    Erasure erasure = dryRun ? erase.plan(person) : erase.run(person);
    ErasureText text =
        new ErasureText(
            erasure, letters == null ? "" : letters.topic().name(), pipelines.length > 0);
    json.write(text.json(), console);
    if (!json.isStandardOutput()) {
      console.print(text.lines());
    }
    for (String group : dryRun ? List.<String>of() : groups) {
      erase.awaitReadPast(erasure, group, Duration.ofSeconds(waitSeconds));
      console
          .err()
          .println("group " + group + " has read past the delete; its report must count 1 deleted");
    }
    return erasure.letters().filter(found -> !found.unidentified().isEmpty()).isPresent()
        ? UNIDENTIFIED_LETTERS
        : 0;
  }

  /** What there is to know of the records: users, or where they have the key. */
  private RecordType type() {
    return keyField == null
        ? Users.erasable()
        : RecordType.named("record")
            .key("key")
            .column("key", ColumnType.STRING)
            .from(keyField)
            .personal()
            .tombstoneKey("key")
            .build();
  }

  /** The topic of the letters; null if none is named and there is none of the usual name. */
  private @Nullable DeadLetterTopic letters(KafkaTopic source) {
    DeadLetterTopic letters =
        DeadLetterTopic.named(letterTopic == null ? topic + ".dead-letters" : letterTopic)
            .bootstrapServers(source.bootstrapServers())
            .properties(KafkaServers.IMPATIENT);
    if (letterTopic == null && !KafkaTopics.exists(letters.topic())) {
      return null;
    }
    return letters;
  }

  private String key() throws IOException {
    if (!key.equals("-")) {
      return key;
    }
    if (console.inIsTerminal()) {
      console.err().print("Key: ");
      console.err().flush();
    }
    BufferedReader input =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    String line = input.readLine();
    if (line == null || line.isEmpty()) {
      throw new ConfigurationException("--key -: got nothing on standard input, expected the key");
    }
    if (!console.inIsTerminal() && input.readLine() != null) {
      throw new ConfigurationException(
          "--key -: got more than one line on standard input, expected one key");
    }
    return line;
  }
}
