package dev.rollcall.cli.letters;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.JsonOption;
import dev.rollcall.cli.console.TextTable;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Column;
import dev.rollcall.kafka.redrive.LetterStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rollcall dead-letters list}. */
@Command(
    name = "list",
    description = {
      "One line per letter: what failed, where, why, and whether it can be sent again. Never shows"
          + " a payload.",
      ""
    },
    footer = "%nExit codes: 0 listed, 1 Kafka does not answer, 2 wrong usage.")
final class ListCommand implements Callable<Integer> {

  private static final int WIDEST_CELL = 120;
  private static final List<Column> COLUMNS =
      Stream.of(
              "id",
              "position",
              "path",
              "stage",
              "sink",
              "reason_class",
              "attempt",
              "state",
              "reason")
          .map(name -> Column.of(name, name.equals("attempt") ? INT64 : STRING))
          .toList();

  private final Console console;

  @Mixin private LetterOptions options = new LetterOptions();

  @Mixin private JsonOption json = new JsonOption();

  ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<LetterStatus> letters =
        options.redrive(console).letters().stream().filter(options::test).toList();
    json.write(LetterJson.list(letters), console);
    if (!json.isStandardOutput()) {
      table(letters);
    }
    return 0;
  }

  private void table(List<LetterStatus> letters) throws IOException {
    if (letters.isEmpty()) {
      console.print("0 letters\n");
      return;
    }
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
    console.print(
        "%d letter%s: %s\nby reason class: %s\n"
            .formatted(
                letters.size(),
                letters.size() == 1 ? "" : "s",
                LetterJson.counted(letters, each -> each.state().label()),
                LetterJson.counted(letters, each -> each.letter().reasonClass())));
  }
}
