package dev.rollcall.cli.letters;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.OutputFile;
import dev.rollcall.cli.console.TextTable;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Sensitivity;
import dev.rollcall.kafka.LetterStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollcall dead-letters list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "One line per letter: what failed, where, why, and whether it can be sent again. Never shows a"
          + " payload.",
      ""
    },
    footer = "%nExit codes: 0 listed, 1 Kafka does not answer, 2 wrong use.")
final class ListCommand implements Callable<Integer> {

  private static final int WIDEST_CELL = 120;
  private static final List<Column> COLUMNS =
      List.of(
          column("id", STRING),
          column("position", STRING),
          column("path", STRING),
          column("stage", STRING),
          column("sink", STRING),
          column("reason_class", STRING),
          column("attempt", INT64),
          column("state", STRING),
          column("reason", STRING));

  private final Console console;

  @Mixin private LetterOptions options = new LetterOptions();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the letters there as JSON; '-' for standard output, without the table.")
  private @Nullable String json;

  ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<LetterStatus> letters =
        options.redrive(console).letters().stream().filter(options::test).toList();
    if (json != null) {
      OutputFile.write(LetterJson.list(letters), json, console);
    }
    if (!OutputFile.isStandardOutput(json)) {
      table(letters);
    }
    return 0;
  }

  private void table(List<LetterStatus> letters) throws IOException {
    if (!letters.isEmpty()) {
      TextTable table = new TextTable(COLUMNS, console, WIDEST_CELL);
      for (LetterStatus status : letters) {
        DeadLetter letter = status.letter();
        table.write(
            new @Nullable Object[] {
              status.shortId(),
              status.position(),
              letter.element().path().isEmpty() ? null : letter.element().path(),
              letter.stage().label(),
              letter.sink().isEmpty() ? null : letter.sink(),
              letter.reasonClass(),
              (long) status.attempt(),
              status.state().label(),
              letter.reason()
            });
      }
      table.finish();
    }
    Map<String, Long> states = new TreeMap<>();
    letters.forEach(status -> states.merge(status.state().label(), 1L, Long::sum));
    String text =
        letters.size()
            + (letters.size() == 1 ? " letter" : " letters")
            + (letters.isEmpty() ? "" : ": " + joined(states))
            + "\n"
            + (letters.isEmpty() ? "" : "by reason class: " + joined(LetterJson.counts(letters)))
            + (letters.isEmpty() ? "" : "\n");
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    console.out().flush();
  }

  private static String joined(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private static Column column(String name, ColumnType type) {
    return new Column(name, type, 0, 0, Sensitivity.PUBLIC);
  }
}
