package dev.rollcall.cli.letters;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.JsonOption;
import dev.rollcall.cli.console.TerminalText;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.kafka.redrive.LetterStatus;
import dev.rollcall.kafka.redrive.Redrive;
import dev.rollcall.kafka.redrive.RedriveResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollcall dead-letters redrive}. */
@Command(
    name = "redrive",
    description = {
      "Sends each open letter again exactly once, however often this runs or is killed.",
      "Only the element is sent, with its own timestamp and key, to the topic it came from. The"
          + " letter of a sink was counted already; its row goes to that sink only.",
      "Fix the cause first: an element that fails again becomes a new letter with the next"
          + " attempt.",
      ""
    },
    footer = {
      "%nExit codes: 0 no letter is left, 1 Kafka or a store does not answer (run it again: it goes"
          + " on), 2 wrong usage, 3 some letters are left.",
      "%nExamples:",
      "  rollcall dead-letters redrive --dry-run",
      "  rollcall dead-letters redrive --reason-class function-failed",
      "  rollcall dead-letters redrive --id 3f2a9c01d4e5 --to users.repaired"
    })
final class RedriveCommand implements Callable<Integer> {

  private static final int LETTERS_ARE_LEFT = 3;

  private final Console console;

  @Mixin private LetterOptions options = new LetterOptions();

  @Option(
      names = "--id",
      paramLabel = "ID",
      arity = "1..*",
      split = ",",
      description =
          "Only these letters: ids as 'list' shows them (a beginning is enough), or whole.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--dry-run", description = "Show what would be sent; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--to",
      paramLabel = "TOPIC",
      description =
          "Send to this topic instead, for instance when the source was recreated or its other"
              + " readers must not see the elements twice.")
  private @Nullable String to;

  @Option(
      names = "--hmac-key",
      paramLabel = "FILE",
      description =
          "The key of the pseudonyms (hexadecimal), for rows that go back to Cassandra. Default:"
              + " that of 'rollcall demo --keep'.")
  private @Nullable Path hmacKey;

  @Mixin private JsonOption json = new JsonOption();

  RedriveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Redrive redrive = options.redrive(console);
    if (to != null) {
      redrive = redrive.to(to);
    }
    Pipeline pipeline = RedrivePipeline.pipeline(console, options.deadLetters(console), hmacKey);
    if (pipeline != null) {
      redrive = redrive.pipeline(pipeline);
    }
    Predicate<LetterStatus> wanted = wanted(redrive);
    List<RedriveResult> results = dryRun ? redrive.plan(wanted) : redrive.run(wanted);
    json.write(LetterJson.results(results, dryRun), console);
    if (!json.isStandardOutput()) {
      print(results, pipeline == null);
    }
    return results.stream().anyMatch(RedriveResult::remains) ? LETTERS_ARE_LEFT : 0;
  }

  /** The letters that were asked for; each id must be that of one letter. */
  private Predicate<LetterStatus> wanted(Redrive redrive) {
    if (ids.isEmpty()) {
      return options::test;
    }
    Set<String> chosen = new HashSet<>();
    List<LetterStatus> letters = redrive.letters();
    List<String> problems = new ArrayList<>();
    for (String id : ids) {
      List<LetterStatus> found = letters.stream().filter(status -> isNamed(status, id)).toList();
      found.forEach(status -> chosen.add(status.id()));
      if (found.size() != 1) {
        problems.add(
            "'%s': got %d letters, expected one; 'rollcall dead-letters list' shows the ids"
                .formatted(id, found.size()));
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("--id", problems);
    }
    return status -> options.test(status) && chosen.contains(status.id());
  }

  private static boolean isNamed(LetterStatus status, String id) {
    return status.id().equals(id) || !id.isEmpty() && status.shortId().startsWith(id);
  }

  private void print(List<RedriveResult> results, boolean noPipeline) throws IOException {
    StringBuilder text = new StringBuilder();
    boolean sinks = false;
    for (RedriveResult result : results) {
      if (result.outcome() != RedriveResult.Outcome.DONE_BEFORE) {
        LetterStatus status = result.status();
        String detail = TerminalText.printable(result.detail()).replace('\n', ' ');
        text.append(status.shortId() + "  " + status.position() + "  ")
            .append(label(result) + "  " + detail + "\n");
        sinks |= result.remains() && !status.letter().sink().isEmpty();
      }
    }
    if (sinks && noPipeline) {
      text.append(
          "Rows of profile-analytics go back to Cassandra when ROLLCALL_CASSANDRA names it and"
              + " --hmac-key the key of the pseudonyms.\n");
    }
    text.append(results.isEmpty() ? "no letters" : LetterJson.counted(results, this::label));
    console.print(text + "\n");
  }

  private String label(RedriveResult result) {
    if (!dryRun || result.remains() || result.outcome() == RedriveResult.Outcome.BARRED) {
      return LetterJson.label(result.outcome());
    }
    return result.outcome() == RedriveResult.Outcome.DONE_BEFORE
        ? "would be skipped, done before"
        : "would be " + LetterJson.label(result.outcome());
  }
}
