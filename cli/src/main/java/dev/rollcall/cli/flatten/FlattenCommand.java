package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.RowWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollcall flatten}: JSON in, flat typed rows out. */
@Command(
    name = "flatten",
    description = {
      "Turns JSON or CSV into flat, typed rows, in the order of the input.",
      "Every element becomes one row or one dead letter that says why not. Passwords, salts and"
          + " hashes are never written.",
      ""
    },
    footer = {
      "%nAn absent age is computed at the time of the record: when its file was last written, and"
          + " now for standard input.",
      "%nExit codes: 0 every element gave a row, 3 some became dead letters, 2 wrong usage.",
      "%nExamples:",
      "  rollcall flatten users.json > rows.ndjson",
      "  curl -s https://randomuser.me/api/ | rollcall flatten --format table",
      "  rollcall flatten --format csv --dead-letters bad.ndjson replies/ more.ndjson",
      "  rollcall flatten --type commerce-event --null-texts NaN 2019-Oct.csv.gz",
      "  rollcall flatten --type orders.yaml orders.ndjson",
      "  ROLLCALL_HMAC_KEY=$(cat key.hex) rollcall flatten --personal hash users.json"
    })
public final class FlattenCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ndjson (the default), csv, or table for people.")
  private String format = "ndjson";

  @Option(
      names = "--personal",
      paramLabel = "CHOICE",
      description =
          "Personal columns (names, e-mail, birth date, …): keep (the default), drop, or hash with"
              + " the key in ROLLCALL_HMAC_KEY or --hmac-key-file.")
  private String personal = "keep";

  @Option(
      names = "--hmac-key-file",
      paramLabel = "FILE",
      description = "A file with the key in hexadecimal, 16 bytes or more: openssl rand -hex 32")
  private @Nullable Path keyFile;

  public FlattenCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    PersonalColumns view = PersonalColumns.of(input.type().schema(), personal, keyFile, console);
    RowWriter writer = RowWriter.of(format, view.columns(), console);
    return input.run(
        console,
        true,
        (rows, time) -> writer.prepared(() -> rows.stream().map(view::cells).iterator()),
        writer::finish);
  }
}
